import { resolve as absolute, join } from 'node:path';
import { isatty } from 'node:tty';
import { collapseOf } from '../protocol/collapse';
import { TrainingConfig } from '../protocol/config';
import { formatSentence, UserError } from '../protocol/errors';
import { bytesKept, countKept } from '../protocol/kept-weights';
import { verdictOn } from '../protocol/learning-curve';
import { planNetwork } from '../protocol/network-plan';
import type { BackendInfo, EpochMetrics, Losses, RunOrigin, RunRecord, RunStatus, RunSummary } from '../protocol/run';
import type { TrainerService } from '../trainer/main';
import { type Arguments, checked, numberFrom } from './arguments';
import { startTrainer, unbroken } from './in-process-trainer';
import { OutputError, say } from './output';
import { lossFields, lossWords, type Printer, printer } from './printer';
import { requestFrom } from './request';
import { sayWarnings } from './warnings';

const defaultRuns = join('.latent-lens', 'runs');

/** `latent-lens train` */
export async function train(args: Arguments): Promise<void> {
  const request = await requestFrom(args);
  const { out } = args.values;
  const place = typeof out === 'string' ? { directory: absolute(out) } : { runs: absolute(defaultRuns) };
  const project = process.cwd();
  await follow(args, async (trainer, signal) => trainer.train({ request, project, ...place }, signal));
}

/** `latent-lens resume` */
export async function resume(args: Arguments): Promise<void> {
  const directory = absolute(args.required('run'));
  const epochs = checked(TrainingConfig.entries.epochs, numberFrom(args, 'epochs'), '--epochs');
  await follow(args, async (trainer, signal) => {
    await trainer.open({ directory, backend: args.backend }, signal);
    return trainer.resume({ epochs, takeOver: args.values['take-over'] === true }, signal);
  });
}

/** Prints what comes of a training, from its begin to its end. */
async function follow(
  args: Arguments,
  begin: (trainer: TrainerService, signal: AbortSignal) => Promise<RunSummary>,
): Promise<void> {
  const print = printerWhileRead(args);
  const ended = deferred<RunStatus>();
  // Who rejects it may be ahead of whoever waits for it.
  ended.promise.catch(() => undefined);
  const history: EpochMetrics[] = [];
  let backend: BackendInfo | undefined;
  const trainer = startTrainer({
    // So that whatever becomes of this process, a person knows where its work is.
    created: ({ directory }) => say(`The run is in ${directory}\n`),
    backend: (info) => {
      backend = info;
      const said = [...(info.fallback ? [info.fallback] : []), ...(info.notices ?? [])];
      for (const sentence of said) say(`${formatSentence(sentence)}\n`);
    },
    epoch: ({ metrics }) => {
      history.push(metrics);
      print({ event: 'epoch', ...epochFields(metrics) }, epochLine(metrics));
    },
    status: ({ status, failure }) => {
      if (failure) ended.reject(new UserError(failure.code, failure.params));
      else if (status !== 'running') ended.resolve(status);
    },
  });
  const interrupted = onInterrupt(() => void trainer.stop({}, unbroken));
  const run = await begin(trainer, interrupted);
  // An interrupt of what came too late to be called off.
  if (interrupted.aborted) void trainer.stop({}, unbroken);
  const { directory, record } = run;
  history.unshift(...run.history);
  const { name, version } = backend ?? record.backend;
  const { config, from } = record;
  const keeping = keepingOf(record);
  print(
    { event: 'start', run: directory, name: record.name, backend: name, config, ...(from && { from }), ...keeping },
    [`${startWords(run)}; ${name} ${version}`, ...weightsLines(record)].join('\n'),
  );
  sayWarnings(args, record.data.warnings);
  const status = await ended.promise;
  const last = history.at(-1);
  const verdict = status === 'completed' ? verdictOn(history, record.config, record.data) : null;
  const collapse = collapseOf(history, record.config);
  if (collapse) sayWarnings(args, [collapse]);
  print(
    {
      event: 'done',
      run: directory,
      status,
      backend: name,
      epochs: last?.epoch ?? 0,
      ...(last && heldFields(last)),
      verdict: verdict?.code ?? null,
    },
    `${status}: ${directory}${verdict ? `\n${formatSentence(verdict)}` : ''}`,
  );
}

/**
 * A signal that is aborted by an interrupt, a termination, or a terminal that hangs up: it calls off what comes before
 * training, and `stop` ends training in good order, so that it can be resumed. A second one ends the process.
 */
function onInterrupt(stop: () => void): AbortSignal {
  const interrupt = new AbortController();
  const end = () => {
    interrupt.abort();
    stop();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  // What no stream ties to a terminal goes on without one. (Node undoes what nohup did about the signal.)
  const hasTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor));
  process.on('SIGHUP', () => hasTerminal && end());
  return interrupt.signal;
}

/** Training is worth more than what it prints: where that can't be written any more, it goes on, and says so once. */
function printerWhileRead(args: Arguments): Printer {
  const print = printer(args);
  let isLost = false;
  return (object, words) => {
    if (isLost) return;
    try {
      print(object, words);
    } catch (error) {
      if (!(error instanceof OutputError)) throw error;
      isLost = true;
      say(`latent-lens: ${error.message}. Training goes on without it.\n`);
    }
  };
}

function startWords({ record, trainingExamples, validationExamples, testExamples, history }: RunSummary): string {
  const { kind, architecture, hidden, latent } = record.config.model;
  const model = `${kind} ${architecture} ${[...hidden, latent].join('-')}`;
  const { streamed, examples } = record.data;
  const shown = streamed === undefined ? '' : ` of a sample of ${examples}, the rest from disk`;
  const after = history.length > 0 ? `; after epoch ${history.at(-1)?.epoch}` : '';
  const test = testExamples === undefined ? '' : `, ${testExamples} left out for tests`;
  return `${record.name}: ${trainingExamples} examples, ${validationExamples} held out${test}${shown}; ${model}${after}`;
}

/** How many epochs keep their weights, and what these take on disk; nothing where none do. */
function keepingOf({ config, data }: RunRecord): { keptWeights?: { epochs: number; bytes: number } } {
  const { model, training } = config;
  const epochs = countKept(training);
  if (epochs === 0) return {};
  const { weights } = planNetwork(model, data);
  return { keptWeights: { epochs, bytes: bytesKept(weights, training) } };
}

/** Whose weights the run began with, and of which epochs it keeps them. */
function weightsLines(record: RunRecord): string[] {
  const { from } = record;
  const { keptWeights } = keepingOf(record);
  return [
    ...(from ? [originWords(from)] : []),
    ...(keptWeights
      ? [`Keeps the weights of ${keptWeights.epochs} epochs: ${(keptWeights.bytes / 1e6).toFixed(1)} MB`]
      : []),
  ];
}

function originWords({ run, name, epoch, steps, taken, initialised }: RunOrigin): string {
  const beyond = steps > 0 ? ` and ${steps} steps` : '';
  const all = taken.length + initialised.length;
  const parts =
    initialised.length === 0
      ? `all ${all} variables`
      : `${taken.length} of ${all} variables; from the seed: ${initialised.join(', ')}`;
  return `Begins with the weights of ${name} (${run}) after epoch ${epoch}${beyond}: ${parts}. The optimiser begins anew.`;
}

function epochLine(metrics: EpochMetrics): string {
  const { epoch, validation, activeUnits, seconds } = metrics;
  const held = validation ? `  held out: ${lossWords(validation)}` : '';
  return `epoch ${epoch}  ${lossWords(metrics)}${held}  active ${activeUnits}  ${seconds.toFixed(1)} s`;
}

function epochFields({ epoch, beta, activeUnits, klDimensions, seconds, ...losses }: EpochMetrics): object {
  return { epoch, ...heldFields(losses), beta, activeUnits, ...(klDimensions && { klDimensions }), seconds };
}

function heldFields({ validation, ...losses }: Pick<EpochMetrics, 'validation' | keyof Losses>): object {
  return { ...lossFields(losses), validation: validation && lossFields(validation) };
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
