import { join, resolve } from 'node:path';
import type { DataConfig } from '../protocol/config';
import { formatSentence, UserError } from '../protocol/errors';
import type { EpochMetrics, Losses, RunStatus } from '../protocol/run';
import type { TrainerEvents } from '../protocol/trainer';
import type { createTrainerService as CreateTrainerService } from '../trainer/main';
import { type Arguments, type CommandName, requestFrom, toNumber, UsageError } from './arguments';

const defaultRuns = join('.latent-lens', 'runs');
const signal = new AbortController().signal;

type Listener = { [K in keyof TrainerEvents]?: TrainerEvents[K] };

/** The trainer, in this process. Its bundle stands beside ours, so that it is not shipped twice. */
function startTrainer(listener: Listener): ReturnType<typeof CreateTrainerService> {
  const { createTrainerService } = require('./trainer.js') as { createTrainerService: typeof CreateTrainerService };
  return createTrainerService((event, params) => {
    (listener[event] as ((params: unknown) => void) | undefined)?.(params);
  });
}

export const commands: Readonly<Record<CommandName, (args: Arguments) => Promise<void>>> = {
  async train(args) {
    const request = { ...requestFrom(args), data: dataFrom(args) };
    const out = args.values.out as string | undefined;
    const print = printer(args);
    const ended = deferred<{ status: RunStatus }>();
    let last: EpochMetrics | undefined;
    const trainer = startTrainer({
      backend: ({ fallback }) => fallback && process.stderr.write(`${formatSentence(fallback)}\n`),
      epoch: ({ metrics }) => {
        last = metrics;
        print({ event: 'epoch', ...metrics }, epochLine(metrics));
      },
      status: ({ status, failure }) => {
        if (failure) ended.reject(new UserError(failure.code, failure.params));
        else if (status !== 'running') ended.resolve({ status });
      },
    });
    // An interrupt ends training in good order; the run can be resumed.
    const interrupt = () => void trainer.stop({}, signal);
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
    const run = await trainer.train(
      { request, ...(out ? { directory: resolve(out) } : { runs: resolve(defaultRuns) }) },
      signal,
    );
    const { directory, record } = run;
    const { model } = record.config;
    print(
      { event: 'start', run: directory, name: record.name, backend: record.backend.name, config: record.config },
      `${record.name}: ${run.trainingExamples} examples, ${run.validationExamples} held out; ` +
        `${model.kind} ${model.architecture} ${[...model.hidden, model.latent].join('-')}; ` +
        `${record.backend.name} ${record.backend.version}`,
    );
    const { status } = await ended.promise;
    print(
      {
        event: 'done',
        run: directory,
        status,
        backend: record.backend.name,
        epochs: last?.epoch ?? 0,
        ...lossesOf(last),
      },
      `${status}: ${directory}`,
    );
  },

  async evaluate(args) {
    const { examples, backend, ...losses } = await startTrainer({}).evaluate(
      { directory: resolve(args.required('run')), data: dataFrom(args), backend: args.backend },
      signal,
    );
    printer(args)(
      { event: 'evaluation', examples, ...losses, backend: backend.name },
      `${examples} examples: ${lossWords(losses)}`,
    );
  },

  async encode(args) {
    const out = resolve(args.required('out'));
    const params = { directory: resolve(args.required('run')), data: dataFrom(args), backend: args.backend, out };
    const { shape } = await startTrainer({}).encode(params, signal);
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
    const { shape } = await startTrainer({}).decodeFile(params, signal);
    printer(args)({ event: 'decoded', out, shape }, `${shape.join(' x ')} values in ${out}`);
  },

  async inspect(args) {
    const summary = await startTrainer({}).describe({ data: dataFrom(args) }, signal);
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

function dataFrom(args: Arguments): DataConfig {
  const data = args.required('data');
  const { labels, limit } = args.values;
  const count = limit === undefined ? undefined : toNumber(String(limit), '--limit');
  if (count !== undefined && !(Number.isInteger(count) && count > 0))
    throw new UsageError('--limit takes a whole number above 0');
  return {
    source: data.startsWith('builtin:') ? data : resolve(data),
    ...(typeof labels === 'string' ? { labels } : {}),
    ...(count === undefined ? {} : { limit: count }),
  };
}

function printer({ json }: Arguments): (object: object, words: string) => void {
  return (object, words) => process.stdout.write(`${json ? JSON.stringify(object) : words}\n`);
}

function epochLine(metrics: EpochMetrics): string {
  const { epoch, validation, activeUnits, seconds } = metrics;
  const held = validation ? `  held out: ${lossWords(validation)}` : '';
  return `epoch ${epoch}  ${lossWords(metrics)}${held}  active ${activeUnits}  ${seconds.toFixed(1)} s`;
}

function lossWords({ loss, reconstruction, kl, elbo }: Losses): string {
  const judged = elbo === null ? `loss ${loss.toFixed(2)}` : `ELBO ${elbo.toFixed(2)}`;
  return `${judged} (reconstruction ${reconstruction.toFixed(2)}, KL ${kl.toFixed(2)})`;
}

function lossesOf(metrics: EpochMetrics | undefined): object {
  if (!metrics) return {};
  const { loss, reconstruction, kl, elbo, validation } = metrics;
  return { loss, reconstruction, kl, elbo, validation };
}

function deferred<T>(): { promise: Promise<T>; resolve(value: T): void; reject(error: Error): void } {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
