import { resolve } from 'node:path';
import { formatSentence } from '../protocol/errors';
import { type Arguments, type CommandName, dataFrom } from './arguments';
import { download } from './download';
import { startTrainer, unbroken } from './in-process-trainer';
import { benchmark, libraries } from './libraries';
import { lossWords, printer } from './printer';
import { resume, train } from './training';

export const commands: Readonly<Record<CommandName, (args: Arguments) => Promise<void>>> = {
  train,
  resume,
  download,
  libraries,
  benchmark,

  async evaluate(args) {
    const { examples, backend, ...losses } = await startTrainer({}).evaluate(
      { directory: resolve(args.required('run')), data: dataFrom(args), backend: args.backend },
      unbroken,
    );
    printer(args)(
      { event: 'evaluation', examples, ...losses, backend: backend.name },
      `${examples} examples: ${lossWords(losses)}`,
    );
  },

  async encode(args) {
    const out = resolve(args.required('out'));
    const params = { directory: resolve(args.required('run')), data: dataFrom(args), backend: args.backend, out };
    const { shape } = await startTrainer({}).encode(params, unbroken);
    printer(args)({ event: 'encoded', out, shape }, `${shape.join(' x ')} codes in ${out}`);
  },

  async decode(args) {
    const out = resolve(args.required('out'));
    const params = {
      directory: resolve(args.required('run')),
      z: resolve(args.required('z')),
      backend: args.backend,
      out,
    };
    const { shape } = await startTrainer({}).decodeFile(params, unbroken);
    printer(args)({ event: 'decoded', out, shape }, `${shape.join(' x ')} values in ${out}`);
  },

  async inspect(args) {
    const summary = await startTrainer({}).describe({ data: dataFrom(args) }, unbroken);
    const { warnings, ...rest } = summary;
    const said = warnings.map(formatSentence);
    const words = [
      `${summary.name}: ${summary.examples} examples of ${summary.shape.join(' x ')} (${summary.kind}, ${summary.format}, ${summary.dtype})`,
      ...summary.columns.map(
        ({ name, role, type, categories }) =>
          `  ${name}: ${role}, ${type === 'category' ? `${categories?.length ?? 0} categories` : 'numbers'}`,
      ),
      ...said,
    ];
    printer(args)({ ...rest, warnings: said }, words.join('\n'));
  },
};
