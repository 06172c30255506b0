import * as tf from '@tensorflow/tfjs';
import { createComputation, planParts, usableCores } from '../compute';
import { moveData } from '../data-path';
import type { Dataset } from '../dataset';
import { type Exclusion, exclusionOf, featureGroups, fingerprint, openDataset, type WantedData } from '../dataset';
import type { Autoencoder } from '../model/autoencoder';
import { storeWeights } from '../model/weights';
import type { BackendChoice, DataConfig, RunConfig, RunRequest } from '../protocol/config';
import { checkCourse } from '../protocol/course-misfits';
import type { DataSummary } from '../protocol/data';
import { UserError } from '../protocol/errors';
import { forkSeeds } from '../protocol/fork';
import { likelihoods } from '../protocol/likelihoods';
import { runName } from '../protocol/names';
import { resolveConfig } from '../protocol/presets';
import type { RateCurve } from '../protocol/rate-curve';
import { checkFit, checkTraining } from '../protocol/requirements';
import type { Emit } from '../protocol/rpc';
import type { BackendInfo, RunOrigin, RunRecord, WeightsInUse } from '../protocol/run';
import type { TrainerEvents } from '../protocol/trainer';
import { ownIdentity } from '../run-owner';
import { beginFromData } from '../training/beginning';
import { findRate } from '../training/rate-finder';
import { type Split, splitData } from '../training/split';
import { RunDirectory, type RunPlace } from '../training/store/run-directory';
import type { FirstLook } from './first-look';
import { FrameStore } from './frame-store';
import { Layouts } from './layouts';
import { startBackend } from './native-library';
import { beginFromOrigin, type Origin, openForOrigin, openOrigin } from './origin';
import { bounded } from './read-ahead';
import { Run } from './run';
import { keptData, readData, wholeData } from './run-data';
import { RunJournal } from './run-journal';
import { modelOf } from './run-model';
import { withValidation } from './validation-data';
import { checkpointFor, firstWeights, usualChoice } from './weights-choice';

/** What has been got ready for a new run. */
interface Readiness {
  readonly open?: typeof openDataset;
  readonly look?: FirstLook;
}

/** What a training begins with. */
interface Prepared {
  readonly config: RunConfig;
  readonly dataset: Dataset;
  readonly exclusion?: Exclusion;
  readonly backend: BackendInfo;
  /** With the weights of the seed, or of the run that it is forked from. */
  readonly model: Autoencoder;
  readonly from?: RunOrigin;
  readonly split: Split;
}

/**
 * Reads the data, checks what is asked for, and builds the model.
 * @throws UserError data.*, model.*, training.*, objective.*, process.cancelled
 */
async function prepareTraining(
  request: RunRequest,
  emit: Emit<TrainerEvents>,
  signal: AbortSignal,
  open = openDataset,
): Promise<Prepared> {
  const asked = withSplit(
    typeof request.data === 'string' ? { source: request.data } : request.data,
    request.training?.validation?.column,
  );
  const onProgress = (fraction: number) => emit('loading', { phase: 'reading', fraction });
  const limited = bounded(asked);
  const origin = request.from === undefined ? null : await openOrigin(request.from);
  const exclusion = await exclusionOf(asked);
  const [wanted, task] = [wantedBy(request, limited), { signal, onProgress }];
  const own = await (origin ? openForOrigin(origin, wanted, task, open) : open(wanted, task));
  const dataset = await withValidation(own, wanted, task);
  const { summary, encoding } = dataset;
  if (summary.examples < 2) throw new UserError('run.tooFewExamples', { examples: summary.examples });
  // What is read in pieces is trained on in an order that depends on their memory.
  const config = settled({ ...request, data: dataset.stream ? limited : asked }, summary, origin);
  emit('loading', { phase: 'starting', fraction: 0 });
  const backend = await startBackend(config.backend, emit);
  if (signal.aborted) throw new UserError('process.cancelled');
  checkTraining(config, summary.kind);
  checkCourse(config, summary);
  const split = splitData(summary, dataset.columns, config.training);
  planParts(undefined);
  checkFit(config.model, summary.kind, featureGroups(encoding), summary);
  const model = modelOf({ config, data: summary, encoding });
  const from = origin && beginFromOrigin(model, dataset, config, origin);
  return { config, dataset, exclusion, backend, model, split, ...(from && { from }) };
}

/** Lets the learning rate of a training that is asked for rise until it is too much. Nothing is written. */
export async function findRateOf(
  request: RunRequest,
  emit: Emit<TrainerEvents>,
  signal: AbortSignal,
): Promise<RateCurve & { readonly asked: number }> {
  const { config, dataset, model, split, from } = await prepareTraining(request, emit, signal);
  const warn = (message: string) => emit('log', { level: 'warn', message });
  const computation = createComputation(model, dataset, config.objective, warn);
  try {
    if (!from) beginFromData(model, dataset, split, config.training);
    const onProgress = (fraction: number) => emit('loading', { phase: 'computing', fraction });
    const curve = await findRate({ model, dataset, split, config, computation, signal, onProgress });
    return { ...curve, asked: config.training.learningRate };
  } finally {
    computation.dispose();
    model.dispose();
    await dataset.stream?.close();
  }
}

/** Puts a new run on disk and begins to train it. */
export async function trainRun(
  request: RunRequest,
  place: RunPlace,
  emit: Emit<TrainerEvents>,
  signal: AbortSignal,
  { open = openDataset, look }: Readiness = {},
): Promise<Run> {
  const { config, dataset, exclusion, backend, model, from } = await prepareTraining(request, emit, signal, open);
  const { summary, encoding } = dataset;
  const name = request.name ?? runName(config);
  const record: RunRecord = {
    format: 2,
    name,
    created: new Date().toISOString(),
    status: 'running',
    config,
    data: summary,
    fingerprint: fingerprint(dataset),
    encoding,
    epochs: 0,
    backend,
    ...(backend.name === 'tensorflow' && { cores: usableCores() }),
    ...(from && { from }),
    worker: ownIdentity(),
    versions: { tfjs: tf.version.tfjs, node: process.versions.node },
  };
  const directory = await RunDirectory.create(place, name, record, from && storeWeights(model));
  if (exclusion) await directory.saveExclusion(exclusion);
  emit('created', { directory: directory.path });
  const run = new Run({
    directory,
    exclusion,
    journal: new RunJournal(directory, record, []),
    frames: new FrameStore(directory, summary.examples, config.model.latent, []),
    layouts: new Layouts(directory, { ...summary, fingerprint: record.fingerprint }, config.backend, emit),
    data: wholeData(dataset),
    weights: firstWeights,
    backend: config.backend,
    emit,
  });
  await run.train(model, look);
  // Whoever called it off meanwhile has a run that can be resumed.
  if (signal.aborted) await run.stop('stopped');
  return run;
}

/** The whole configuration of a run. */
function settled(request: RunRequest, summary: DataSummary, origin: Origin | null): RunConfig {
  const config = withTake(resolveConfig(request, summary));
  if (!origin) return config;
  return { ...config, training: { ...config.training, ...forkSeeds(origin.record.config.training, request.training) } };
}

/** A run says which rows its limit takes. */
function withTake(config: RunConfig): RunConfig {
  const { limit, take = 'sample' } = config.data;
  return limit === undefined ? config : { ...config, data: { ...config.data, take } };
}

/** The data with the column of a given split as one that describes the rows: a model that sees it would learn it. */
function withSplit(data: DataConfig, column: string | undefined): DataConfig {
  if (column === undefined || data.roles?.[column] !== undefined || data.labels === column) return data;
  return { ...data, roles: { ...data.roles, [column]: 'id' } };
}

/** The data as the likelihood that is asked for takes them. None of counts is taken unless it is asked for. */
function wantedBy({ model }: RunRequest, data: DataConfig): WantedData {
  return model?.likelihood && likelihoods[model.likelihood].isCounts ? { ...data, counts: true } : data;
}

/** Loads a run to explore it; its model is loaded when it is first needed. Without its data, what it keeps of them is shown. */
export async function openRun(
  path: string,
  backend: BackendChoice,
  emit: Emit<TrainerEvents>,
  signal: AbortSignal,
): Promise<Run> {
  const { directory, record } = await RunDirectory.open(path);
  const [history, stored] = await Promise.all([directory.readHistory(), directory.frames()]);
  const task = { signal, onProgress: (fraction: number) => emit('loading', { phase: 'reading', fraction }) };
  const exclusion = await ownExclusion(directory, record);
  const data = await readData(record, record.config.data, task, exclusion).then(wholeData, async (problem) =>
    keptData(record, await directory.readExamples(record.data), problem),
  );
  return new Run({
    directory,
    exclusion,
    journal: new RunJournal(directory, record, history),
    frames: new FrameStore(directory, record.data.examples, record.config.model.latent, stored),
    layouts: new Layouts(directory, { ...record.data, fingerprint: record.fingerprint }, backend, emit),
    data,
    weights: await weightsOf(directory, record),
    backend,
    emit,
  });
}

/** The examples that a run leaves out. @throws UserError exclude.missing */
export async function ownExclusion(directory: RunDirectory, { data }: RunRecord): Promise<Exclusion | undefined> {
  return data.excluded === undefined ? undefined : directory.readExclusion();
}

/** Without the model; a checkpoint that turns out not to fit it is a matter for when it is loaded. */
async function weightsOf(directory: RunDirectory, record: RunRecord): Promise<WeightsInUse> {
  const found = await checkpointFor(directory, usualChoice(record)).catch(() => null);
  const { choice, epoch, steps, best } = found ?? { ...firstWeights, epoch: record.epochs };
  return { choice, epoch, steps, best };
}

/**
 * Has a run look for its data at another place from now on.
 * @throws UserError data.*, run.dataChanged where others are there.
 */
export async function locateData(
  path: string,
  source: string,
  emit: Emit<TrainerEvents>,
  signal: AbortSignal,
): Promise<void> {
  const { directory, record } = await RunDirectory.open(path);
  const data = moveData(record.config.data, source);
  const onProgress = (fraction: number) => emit('loading', { phase: 'reading', fraction });
  await readData(record, data, { signal, onProgress }, await ownExclusion(directory, record));
  await directory.change((current) => ({
    ...current,
    config: { ...current.config, data },
    data: { ...current.data, source },
  }));
}

/** Calls a run by another name. */
export async function renameRun(path: string, name: string): Promise<void> {
  const { directory } = await RunDirectory.open(path);
  await directory.change((current) => ({ ...current, name }));
}
