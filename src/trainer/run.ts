import type { Computation, LoadedModel } from '../compute';
import { createComputation, planParts } from '../compute';
import type { Dataset, Exclusion } from '../dataset';
import { Exploration } from '../exploration/exploration';
import { atPlaces, type ExploredData } from '../exploration/explored-data';
import type { ExploredRun, MadeLayout, ShownModel } from '../exploration/explored-run';
import type { SelectableRun } from '../export/export-selection';
import type { Autoencoder } from '../model/autoencoder';
import { restoreWeights, type StoredTensors, storeWeights } from '../model/weights';
import { type Capabilities, capabilitiesOf } from '../protocol/capabilities';
import { classNames } from '../protocol/classes';
import type { BackendChoice } from '../protocol/config';
import { isUserError, UserError } from '../protocol/errors';
import type { GivenContent } from '../protocol/given';
import { keepsWeights, weightsKeeping } from '../protocol/kept-weights';
import type { LayoutReport } from '../protocol/layout';
import type { Emit } from '../protocol/rpc';
import type { RunRecord, RunSummary, WeightsChoice, WeightsInUse } from '../protocol/run';
import type { RunSelection, SelectionChange } from '../protocol/selections';
import type { LayoutProjection, OfWeights, ResumeParams, TrainerEvents, TrainerMethods } from '../protocol/trainer';
import { beginFromData } from '../training/beginning';
import { encodeAll } from '../training/encoding';
import { trainingPart } from '../training/examples';
import { Mutex } from '../training/mutex';
import { type Split, splitData } from '../training/split';
import type { Checkpoint } from '../training/store/checkpoint';
import { keptOf } from '../training/store/kept-examples';
import type { RunDirectory } from '../training/store/run-directory';
import type { EpochWeights } from '../training/store/weights-file';
import { TrainingLoop } from '../training/training-loop';
import type { FirstLook } from './first-look';
import type { Frame, FrameStore } from './frame-store';
import { openGiven } from './given-data';
import type { Layouts } from './layouts';
import { startBackend } from './native-library';
import { OtherRuns } from './other-runs';
import { PastModel } from './past-model';
import { RunFollower } from './run-follower';
import type { RunJournal } from './run-journal';
import { modelOf } from './run-model';
import { failureOf, TrainingJob } from './training-job';
import { checkpointFor, firstWeights, isNotKept, usualChoice, weightsFor } from './weights-choice';

/** What a run is put together from. */
export interface RunParts {
  readonly directory: RunDirectory;
  /** Which examples it leaves out. */
  readonly exclusion?: Exclusion;
  readonly journal: RunJournal;
  readonly frames: FrameStore;
  readonly layouts: Layouts;
  readonly data: ExploredData;
  readonly weights: WeightsInUse;
  readonly backend: BackendChoice;
  readonly emit: Emit<TrainerEvents>;
}

type LayOutParams = Parameters<TrainerMethods['layOut']>[0];

/** A run that this process works on: its data, its model, its training and what can be asked of them. */
export class Run implements ExploredRun {
  readonly weights = new Mutex();
  readonly exploration: Exploration;
  private readonly selectionWrites = new Mutex();
  readonly split: Split;
  readonly reviewed: ReadonlySet<number>;
  private loaded: Promise<LoadedModel> | null = null;
  private job: TrainingJob | null = null;
  /** Something that must not meet another of its kind: a resume that is being got ready, a change of weights. */
  private isPreparing = false;
  private inUse: WeightsInUse;
  private readonly follower: RunFollower;
  readonly others = new OtherRuns(
    () => this.record,
    async (model, { config }) => {
      await this.model();
      return this.withComputation(model, config.objective);
    },
  );
  private readonly past = new PastModel({
    create: async () => {
      await this.model();
      return this.withComputation(modelOf(this.record));
    },
    weights: (epoch) => this.weightsAfter(epoch),
    codes: (epoch, { computation }) => this.encodings(epoch).catch(() => this.encodeAllBy(computation, epoch)),
  });

  constructor(private readonly parts: RunParts) {
    const { journal, data } = parts;
    const { config } = journal.record;
    this.inUse = parts.weights;
    this.reviewed = new Set(config.data.corrections?.reviewed);
    const { examples, dataset } = data;
    this.split = splitData({ ...dataset.summary, examples }, dataset.columns, config.training);
    this.exploration = new Exploration(this);
    this.follower = new RunFollower(parts.directory.recordPath, () => this.catchUp());
  }

  get layouts(): Layouts {
    return this.parts.layouts;
  }

  onColumnProgress(fraction: number): void {
    this.parts.emit('columnProgress', { fraction });
  }

  layoutNear(epoch: number, layout: LayoutProjection): Promise<MadeLayout | null> {
    return this.parts.layouts.near(epoch, layout);
  }

  async layOut({ epoch, layout, waits = false }: LayOutParams, signal: AbortSignal): Promise<LayoutReport & OfWeights> {
    while (waits && this.job) {
      this.parts.emit('layoutProgress', { phase: 'waiting', fraction: 0 });
      await orAborted(this.job.done, signal);
    }
    const frame = await this.encodings(epoch);
    return { ...(await this.parts.layouts.layOut(frame, layout, () => this.isTraining, signal)), epoch: frame.epoch };
  }

  get data(): ExploredData {
    return this.parts.data;
  }

  get directory(): string {
    return this.parts.directory.path;
  }

  get capabilities(): Capabilities {
    return capabilitiesOf(this.record.config.model);
  }

  get inferredClasses(): readonly string[] {
    const { config, data } = this.record;
    return config.model.classes === 'inferred' ? classNames(data) : [];
  }

  get isTraining(): boolean {
    return this.job !== null || this.isPreparing;
  }

  get latent(): number {
    return this.record.config.model.latent;
  }

  /** What taking examples away needs to know. */
  get selectable(): SelectableRun {
    const { data, exclusion } = this.parts;
    const { fingerprint } = this.record;
    return { data, exclusion, fingerprint, name: this.record.data.name };
  }

  private get record(): RunRecord {
    return this.parts.journal.record;
  }

  summary(): RunSummary {
    const { directory, journal, frames, data } = this.parts;
    const { record, history } = journal;
    return {
      directory: directory.path,
      record,
      weights: this.inUse,
      history: [...history],
      frames: withPresent(frames.epochs, this.inUse),
      columns: this.exploration.columns,
      trainingExamples: trainingPart(data.dataset, this.split, record.config.training.seed).count,
      validationExamples: this.split.validation.length,
      ...(this.split.test && { testExamples: this.split.test.length }),
      ...(data.problem && { dataProblem: data.problem }),
    };
  }

  /** @throws UserError run.selectionsUnreadable */
  async selections(): Promise<{ selections: readonly RunSelection[] }> {
    return { selections: await this.parts.directory.readSelections() };
  }

  /** @throws UserError run.selectionsUnreadable, run.selectionsNotKept */
  async keepSelections(change: SelectionChange): Promise<void> {
    const { fingerprint, data } = this.record;
    const isWrong = (selection: RunSelection) =>
      selection.fingerprint === fingerprint && selection.examples.length !== data.examples;
    if (change.put.some(isWrong)) throw new RangeError(`A selection of other than ${data.examples} examples`);
    await this.selectionWrites.exclusive(() => this.parts.directory.changeSelections(change));
  }

  /** What a person gives, read as examples of this run's data. @throws UserError given.*, data.* */
  readGiven(content: GivenContent, signal: AbortSignal): Promise<Dataset> {
    return openGiven(this.record, content, signal);
  }

  model(): Promise<LoadedModel> {
    this.loaded ??= this.loadModel().catch((error) => {
      // What failed may succeed once its cause is mended.
      this.loaded = null;
      throw error;
    });
    return this.loaded;
  }

  async showing<T>(epoch: number | null, answer: (shown: ShownModel) => Promise<T>): Promise<T> {
    const { inUse } = this;
    if (epoch !== null && (epoch !== inUse.epoch || inUse.steps > 0)) {
      const past = await this.past.use(epoch, (shown) => answer({ ...shown, weights: new Mutex() }));
      if (past) return past.answer;
    }
    return answer({ ...(await this.model()), ...(await this.encodings(null)), weights: this.weights });
  }

  encodings(epoch: number | null): Promise<Frame> {
    const { frames } = this.parts;
    return epoch === null ? frames.ofWeights(this.inUse.epoch, () => this.encodeAll()) : frames.at(epoch);
  }

  /** Begins to train a new run. Its model is given, with its first weights. @param look Comes before the first step. */
  async train(model: Autoencoder, look?: FirstLook): Promise<void> {
    await this.prepare(async () => {
      await this.giveFirstWeights(model);
      this.loaded = Promise.resolve(this.withComputation(model));
      await this.begin(look);
    });
  }

  /**
   * Goes on with training from the newest checkpoint, or from the seed where there is none yet.
   * @param epochs To so many in all.
   * @throws UserError run.inUse, run.ownerUnknown, run.tooFewEpochs, run.noCheckpoint, data.*
   */
  async resume({ epochs, takeOver }: ResumeParams): Promise<void> {
    const { directory, journal, frames, data } = this.parts;
    if (data.problem) throw new UserError(data.problem.code, data.problem.params);
    this.follower.stop();
    await this.prepare(async () => {
      await directory.claim({ takeOver });
      try {
        await journal.readAgain();
        await frames.readAgain();
        await this.past.forget();
        if (epochs !== undefined) await journal.extend(epochs);
        await this.begin();
      } finally {
        if (this.job === null) await directory.release();
      }
    });
  }

  /** Tells from now on what becomes of the run by another process that trains it. */
  follow(): void {
    this.follower.start(this.record.status === 'running');
  }

  /** Another run is worked on from now on. */
  leave(): void {
    this.follower.stop();
  }

  /** Takes in and tells what another process has put on disk. Answers whether it still trains. */
  private async catchUp(): Promise<boolean> {
    const { directory, journal, frames, emit } = this.parts;
    const before = { record: this.record, last: JSON.stringify(journal.history.at(-1)) };
    const known = journal.history.at(-1)?.epoch ?? 0;
    await journal.readAgain();
    await frames.readAgain();
    const { status, failure } = this.record;
    const last = journal.history.at(-1);
    // Trained again from an older checkpoint, it goes back.
    const isOther = JSON.stringify(last) !== before.last;
    const fresh = journal.history.filter((row) => row.epoch > known || (isOther && row === last));
    if (fresh.length > 0) await this.takeNewest(directory);
    for (const metrics of fresh) emit('epoch', { metrics, frames: frames.epochs });
    // Training that began and ended between two looks is told of, too, and so are more epochs that it is to have.
    const isTold =
      status === before.record.status && this.record.config.training.epochs === before.record.config.training.epochs;
    if (!isTold) emit('status', { status, failure, weights: this.inUse, elsewhere: true });
    return status === 'running';
  }

  /** The newest weights on disk answer from now on. */
  private async takeNewest(directory: RunDirectory): Promise<void> {
    await this.past.forget();
    if (this.loaded) return this.switchWeights('newest');
    const found = await checkpointFor(directory, 'newest');
    if (!found) return;
    const { checkpoint: _, ...inUse } = found;
    this.inUse = inUse;
    this.exploration.weightsChanged();
  }

  /** Ends training after the step under way and waits until all is on disk. */
  async stop(as: 'stopped' | 'interrupted'): Promise<void> {
    await this.job?.stop(as);
  }

  /** @throws UserError run.busy, run.noCheckpoint */
  async useWeights(choice: WeightsChoice): Promise<void> {
    await this.prepare(() => this.switchWeights(choice));
  }

  /** @throws UserError run.busy */
  private async prepare(task: () => Promise<void>): Promise<void> {
    if (this.isTraining) throw new UserError('run.busy');
    this.isPreparing = true;
    try {
      await task();
    } finally {
      this.isPreparing = false;
    }
  }

  private async switchWeights(choice: WeightsChoice): Promise<void> {
    const { model } = await this.model();
    const checkpoint = await this.checkpoint(choice, model);
    await this.weights.exclusive(async () => {
      if (checkpoint) restoreWeights(model, checkpoint.weights);
      else await this.resetWeights(model);
    });
    this.exploration.weightsChanged();
  }

  async rename(name: string): Promise<void> {
    await this.parts.journal.rename(name);
  }

  /** What fails here has trained nothing, and the run can be resumed once its cause is mended. */
  private async begin(look?: FirstLook): Promise<void> {
    const { directory, journal, frames, emit } = this.parts;
    const before = this.record.status === 'running' ? 'interrupted' : this.record.status;
    try {
      const loop = await this.loopFromDisk();
      await journal.continueAfter(loop.finishedEpochs, loop.lastMetrics);
      await journal.changeStatus('running', loop.finishedEpochs);
      this.inUse = { ...firstWeights, epoch: loop.finishedEpochs };
      this.exploration.weightsChanged();
      if (!frames.epochs.includes(loop.finishedEpochs)) {
        await frames.keep(await this.encodeAll(), this.record.config.training.epochs);
      }
      if (loop.finishedEpochs === 0) await this.keepWeights({ epoch: 0, weights: loop.weights() });
      emit('status', { status: 'running', weights: this.inUse });
      this.job = new TrainingJob(loop, {
        directory,
        journal,
        frames,
        emit,
        begun: () => this.keepExamples(),
        keepWeights: (weights) => this.keepWeights(weights),
        weightsChanged: () => this.weightsChanged(loop.finishedEpochs),
        explain: (failure, signal) => this.explain(failure, signal),
        ended: () => this.ended(),
        look,
      });
    } catch (error) {
      const failure = failureOf(error, emit);
      await journal.changeStatus(before, this.record.epochs, failure).catch(() => undefined);
      await directory.release();
      throw error;
    }
  }

  /** Of a training that has diverged: which tensor was not finite first. It goes there once more, from the last checkpoint. */
  private async explain(failure: unknown, signal: AbortSignal): Promise<unknown> {
    if (!isUserError(failure) || failure.code !== 'run.diverged') return failure;
    const { epoch, step } = failure.params;
    let loop: TrainingLoop | undefined;
    try {
      await this.switchWeights('newest');
      loop = await this.loopFromDisk();
      const kept = loop.finishedEpochs;
      const tensor = await loop.findNotFinite({ epoch: Number(epoch), step: Number(step) }, signal);
      if (tensor === null) return failure;
      const { learningRate } = this.record.config.training;
      const code = tensor === 'inputs' ? 'run.divergedByData' : 'run.divergedAt';
      return new UserError(
        code,
        { epoch, step, tensor, kept, rate: Number((learningRate / 10).toPrecision(2)) },
        { cause: failure },
      );
    } catch (error) {
      this.parts.emit('log', { level: 'warn', message: `What was not finite first is not known: ${error}` });
      return failure;
    } finally {
      loop?.dispose();
    }
  }

  private async loopFromDisk(): Promise<TrainingLoop> {
    const { directory, data } = this.parts;
    const { config, extended = [], epochs } = this.record;
    const loaded = await this.model();
    const loop = new TrainingLoop({
      ...loaded,
      dataset: data.dataset,
      split: this.split,
      config,
      weights: this.weights,
      patientFrom: extended.at(-1) ?? 0,
    });
    try {
      const checkpoint = await directory.loadCheckpoint((found) => loop.check(found));
      if (checkpoint) await this.weights.exclusive(async () => loop.restore(checkpoint));
      else if (epochs > 0) {
        throw new UserError('run.noCheckpoint', { path: directory.path, reason: 'there is none' });
      }
      return loop;
    } catch (error) {
      loop.dispose();
      throw error;
    }
  }

  /** Those of an epoch that is to keep them. */
  private async keepWeights(weights: EpochWeights): Promise<void> {
    const { training } = this.record.config;
    if (!keepsWeights(weights.epoch, training)) return;
    // What a fork began with is there, and exact.
    if (weights.epoch === 0 && this.record.from) return;
    await this.parts.directory.saveWeights(weights, weightsKeeping(training).precision);
  }

  /** Null where they are not kept. @throws UserError run.weightsUnreadable, run.link */
  private async weightsAfter(epoch: number): Promise<StoredTensors | null> {
    const { model } = await this.model();
    try {
      return (await weightsFor(this.parts.directory, this.record, epoch, model)).weights;
    } catch (error) {
      if (isUserError(error) && isNotKept(error)) return null;
      throw error;
    }
  }

  private weightsChanged(epoch: number): void {
    this.inUse = { ...this.inUse, epoch, steps: 0 };
    this.exploration.weightsChanged();
  }

  /** What memory cannot do without the data is possible later with what is kept of them. A disk without room for it trains on. */
  private async keepExamples(): Promise<void> {
    const { directory, data, emit } = this.parts;
    if (this.record.config.data.source.startsWith('builtin:')) return;
    await directory.saveExamples(keptOf(data.dataset)).catch((error) => {
      emit('log', { level: 'warn', message: `The run keeps no examples of its own: ${error}` });
    });
  }

  /** After patience has ended training the best weights are what is wanted of it. */
  private async ended(): Promise<WeightsInUse> {
    const { data, emit } = this.parts;
    // Whoever hears of the end may resume at once, and then reads anew.
    await data.dataset.stream?.close();
    try {
      await this.switchWeights(usualChoice(this.record));
    } catch (error) {
      emit('log', { level: 'error', message: String(error) });
    }
    this.job = null;
    return this.inUse;
  }

  private async loadModel(): Promise<LoadedModel> {
    await startBackend(this.parts.backend, this.parts.emit);
    planParts(this.record.cores);
    const model = modelOf(this.record);
    const checkpoint = await this.checkpoint(usualChoice(this.record), model);
    if (checkpoint) restoreWeights(model, checkpoint.weights);
    else await this.giveFirstWeights(model);
    return this.withComputation(model);
  }

  /** Those of the seed, which a model has from the start, some of which begin with the data; or those that a fork has on disk. */
  private async giveFirstWeights(model: Autoencoder): Promise<void> {
    const { config, from } = this.record;
    const { dataset, problem } = this.parts.data;
    if (from) restoreWeights(model, (await weightsFor(this.parts.directory, this.record, 0, model)).weights);
    else if (!problem) beginFromData(model, dataset, this.split, config.training);
  }

  /** Back to the first weights. */
  private async resetWeights(model: Autoencoder): Promise<void> {
    const fresh = model.twin();
    try {
      await this.giveFirstWeights(fresh);
      restoreWeights(model, storeWeights(fresh));
    } finally {
      fresh.dispose();
    }
  }

  /** The checkpoint with the weights that are wanted, which are then those in use; null: those of the seed. */
  private async checkpoint(choice: WeightsChoice, model: Autoencoder): Promise<Checkpoint | null> {
    const found = await checkpointFor(this.parts.directory, choice, model);
    const { checkpoint, ...inUse } = found ?? { checkpoint: null, ...firstWeights };
    this.inUse = inUse;
    return checkpoint;
  }

  private withComputation(model: Autoencoder, objective = this.record.config.objective): LoadedModel {
    const { data, emit } = this.parts;
    const warn = (message: string) => emit('log', { level: 'warn', message });
    return { model, computation: createComputation(model, atPlaces(data), objective, warn) };
  }

  private async encodeAll(): Promise<Frame> {
    const { computation } = await this.model();
    return this.weights.exclusive(() => this.encodeAllBy(computation, this.inUse.epoch));
  }

  private async encodeAllBy(computation: Computation, epoch: number): Promise<Frame> {
    const { data, emit } = this.parts;
    // What is not there cannot be encoded.
    if (data.problem) throw new UserError(data.problem.code, data.problem.params);
    const onProgress = (fraction: number) => emit('loading', { phase: 'computing', fraction });
    return { epoch, codes: await encodeAll(computation, data.examples, this.latent, onProgress) };
  }
}

/** @throws UserError process.cancelled */
function orAborted(event: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new UserError('process.cancelled'));
    signal.addEventListener('abort', abort, { once: true });
    void event.finally(() => signal.removeEventListener('abort', abort)).then(resolve, reject);
    if (signal.aborted) abort();
  });
}

/** The best epoch can be shown, though it may not be among those whose codes are stored: they are computed anew. */
function withPresent(epochs: readonly number[], { choice, epoch }: WeightsInUse): readonly number[] {
  return choice === 'newest' || epochs.includes(epoch) ? epochs : [...epochs, epoch].sort((a, b) => a - b);
}
