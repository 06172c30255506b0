import { resolve } from 'node:path';
import { type Arguments, type CommandName, countFrom, dataFrom } from './arguments';
import { download } from './download';
import { startTrainer, unbroken } from './in-process-trainer';
import { benchmark, libraries } from './libraries';
import { lossWords, printer } from './printer';
import { convert, inspect } from './stored';
import { resume, train } from './training';

export const commands: Readonly<Record<CommandName, (args: Arguments) => Promise<void>>> = {
  train,
  resume,
  download,
  libraries,
  benchmark,
  inspect,
  convert,

  async evaluate(args) {
    const { examples, backend, logLikelihood, samples, ...losses } = await startTrainer({}).evaluate(
      {
        directory: resolve(args.required('run')),
        data: dataFrom(args),
        backend: args.backend,
        samples: countFrom(args, 'samples'),
      },
      unbroken,
    );
    const likelihood = logLikelihood === undefined ? {} : { logLikelihood, samples };
    const estimate =
      logLikelihood === undefined ? '' : `, log p(x) ${logLikelihood.toFixed(2)} (${samples} draws of z)`;
    printer(args)(
      { event: 'evaluation', examples, ...losses, ...likelihood, backend: backend.name },
      `${examples} examples: ${lossWords(losses)}${estimate}`,
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
};
