import { resolve as absolute, join } from 'node:path';
import { formatSentence, UserError } from '../protocol/errors';
import { verdictOn } from '../protocol/learning-curve';
import type { BackendInfo, EpochMetrics, RunStatus, RunSummary } from '../protocol/run';
import type { TrainerService } from '../trainer/main';
import { type Arguments, dataFrom, requestFrom } from './arguments';
import { startTrainer, unbroken } from './in-process-trainer';
import { lossWords, printer } from './printer';

const defaultRuns = join('.latent-lens', 'runs');

/** `latent-lens train` */
export async function train(args: Arguments): Promise<void> {
  const request = { ...requestFrom(args), data: dataFrom(args) };
  const { out } = args.values;
  const place = typeof out === 'string' ? { directory: absolute(out) } : { runs: absolute(defaultRuns) };
  await follow(args, async (trainer, signal) => trainer.train({ request, ...place }, signal));
}

/** `latent-lens resume` */
export async function resume(args: Arguments): Promise<void> {
  const directory = absolute(args.required('run'));
  await follow(args, async (trainer, signal) => {
    await trainer.open({ directory, backend: args.backend }, signal);
    return trainer.resume({}, signal);
  });
}

/** Prints what comes of a training, from its begin to its end. */
async function follow(
  args: Arguments,
  begin: (trainer: TrainerService, signal: AbortSignal) => Promise<RunSummary>,
): Promise<void> {
  const print = printer(args);
  const ended = deferred<RunStatus>();
  const history: EpochMetrics[] = [];
  let backend: BackendInfo | undefined;
  const trainer = startTrainer({
    backend: (info) => {
      backend = info;
      const said = [...(info.fallback ? [info.fallback] : []), ...(info.notices ?? [])];
      for (const sentence of said) process.stderr.write(`${formatSentence(sentence)}\n`);
    },
    epoch: ({ metrics }) => {
      history.push(metrics);
      print({ event: 'epoch', ...metrics }, epochLine(metrics));
    },
    status: ({ status, failure }) => {
      if (failure) ended.reject(new UserError(failure.code, failure.params));
      else if (status !== 'running') ended.resolve(status);
    },
  });
  // An interrupt calls off what comes before training, and ends training in good order; the run can be resumed.
  const loading = new AbortController();
  const interrupt = () => {
    loading.abort();
    void trainer.stop({}, unbroken);
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const run = await begin(trainer, loading.signal);
  const { directory, record } = run;
  history.unshift(...run.history);
  const { name, version } = backend ?? record.backend;
  print(
    { event: 'start', run: directory, name: record.name, backend: name, config: record.config },
    `${startWords(run)}; ${name} ${version}`,
  );
  const status = await ended.promise;
  const last = history.at(-1);
  const verdict = status === 'completed' ? verdictOn(history, record.config, record.data) : null;
  print(
    {
      event: 'done',
      run: directory,
      status,
      backend: name,
      epochs: last?.epoch ?? 0,
      ...lossesOf(last),
      verdict: verdict?.code ?? null,
    },
    `${status}: ${directory}${verdict ? `\n${formatSentence(verdict)}` : ''}`,
  );
}

function startWords({ record, trainingExamples, validationExamples, history }: RunSummary): string {
  const { kind, architecture, hidden, latent } = record.config.model;
  const model = `${kind} ${architecture} ${[...hidden, latent].join('-')}`;
  const { streamed, examples } = record.data;
  const shown = streamed === undefined ? '' : ` of a sample of ${examples}, the rest from disk`;
  const after = history.length > 0 ? `; after epoch ${history.at(-1)?.epoch}` : '';
  return `${record.name}: ${trainingExamples} examples, ${validationExamples} held out${shown}; ${model}${after}`;
}

function epochLine(metrics: EpochMetrics): string {
  const { epoch, validation, activeUnits, seconds } = metrics;
  const held = validation ? `  held out: ${lossWords(validation)}` : '';
  return `epoch ${epoch}  ${lossWords(metrics)}${held}  active ${activeUnits}  ${seconds.toFixed(1)} s`;
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
