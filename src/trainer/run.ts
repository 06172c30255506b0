import { hostname } from 'node:os';
import * as tf from '@tensorflow/tfjs';
import { defaultMemory, featureGroups, fingerprint, openDataset } from '../dataset';
import type { Dataset, Encoding } from '../dataset/dataset';
import { Exploration, type ExploredRun } from '../exploration/exploration';
import type { Codes } from '../exploration/projection';
import { type Autoencoder, createAutoencoder } from '../model/autoencoder';
import type { BackendChoice, RunConfig, RunRequest } from '../protocol/config';
import { type Sentence, toWireError, UserError } from '../protocol/errors';
import { defaultRunName, resolveConfig } from '../protocol/presets';
import type { Emit } from '../protocol/rpc';
import type { EpochMetrics, RunRecord, RunStatus, RunSummary } from '../protocol/run';
import type { TrainerEvents } from '../protocol/trainer';
import { createComputation } from '../training/compiled-or-eager';
import type { LoadedModel } from '../training/computation';
import { type Encodings, encodeAll } from '../training/encoding';
import { trainingExamples } from '../training/examples';
import { Mutex } from '../training/mutex';
import { RunDirectory } from '../training/run-directory';
import { type Split, splitExamples } from '../training/split';
import { restoreWeights, TrainingLoop } from '../training/training-loop';
import { startBackend } from './native-library';

/** How many epochs' latents are stored at most, evenly spread, beside the last. */
const maximalFrames = 100;
/** Between two reports of progress, ms. */
const reportInterval = 100;

/** What training under way is stopped by, and what it then is. */
interface Training {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  stoppedAs: RunStatus;
}

/** A run that this process works on: its data, its model, its training and what can be asked of them. */
export class Run implements ExploredRun {
  readonly weights = new Mutex();
  readonly exploration: Exploration;
  private loaded: Promise<LoadedModel> | null = null;
  private newest: { readonly epoch: number; readonly codes: Codes } | null = null;
  private training: Training | null = null;

  private constructor(
    private readonly directory: RunDirectory,
    private record: RunRecord,
    private history: EpochMetrics[],
    private frames: number[],
    readonly dataset: Dataset,
    readonly split: Split,
    private readonly backend: BackendChoice,
    private readonly emit: Emit<TrainerEvents>,
  ) {
    this.exploration = new Exploration(this);
  }

  /** Reads the data, builds the model, puts the run on disk and begins to train. */
  static async train(
    request: RunRequest,
    place: { runs: string } | { directory: string },
    emit: Emit<TrainerEvents>,
    signal: AbortSignal,
  ): Promise<Run> {
    const asked = typeof request.data === 'string' ? { source: request.data } : request.data;
    const onProgress = (fraction: number) => emit('loading', { fraction });
    const bounded = { memory: defaultMemory(), ...asked };
    const dataset = await openDataset(bounded, { signal, onProgress });
    const { summary } = dataset;
    if (summary.examples < 2) throw new UserError('run.tooFewExamples', { examples: summary.examples });
    // What is read in pieces is trained on in an order that depends on their memory.
    const config = resolveConfig({ ...request, data: dataset.stream ? bounded : asked }, summary);
    const backend = await startBackend(config.backend, emit);
    if (signal.aborted) throw new UserError('process.cancelled');
    const groups = featureGroups(dataset.encoding);
    const model = createAutoencoder(config.model, summary.shape, summary.kind, config.training.seed, groups);
    const name = request.name ?? defaultRunName(summary, config);
    const directory = await RunDirectory.create(place, name);
    const record: RunRecord = {
      format: 1,
      name,
      created: new Date().toISOString(),
      status: 'running',
      config,
      data: summary,
      fingerprint: fingerprint(dataset),
      encoding: dataset.encoding,
      epochs: 0,
      backend,
      worker: { pid: process.pid, hostname: hostname() },
      versions: { tfjs: tf.version.tfjs, node: process.versions.node },
    };
    const run = new Run(directory, record, [], [], dataset, splitFor(dataset, config), config.backend, emit);
    const loaded = run.withComputation(model);
    run.loaded = Promise.resolve(loaded);
    await directory.writeRecord(record);
    await run.keepFrame(0, await run.encodeAll(loaded));
    await run.begin();
    return run;
  }

  /** Loads a run to explore it; its model is loaded when it is first needed. */
  static async open(
    path: string,
    backend: BackendChoice,
    emit: Emit<TrainerEvents>,
    signal: AbortSignal,
  ): Promise<Run> {
    const { directory, record } = await RunDirectory.open(path);
    const onProgress = (fraction: number) => emit('loading', { fraction });
    const encoding = record.encoding as Encoding;
    const dataset = await openDataset(record.config.data, { encoding, signal, onProgress });
    if (fingerprint(dataset) !== record.fingerprint) {
      throw new UserError('run.dataChanged', { path: record.config.data.source });
    }
    const [history, frames] = await Promise.all([directory.readHistory(), directory.frames()]);
    return new Run(directory, record, history, frames, dataset, splitFor(dataset, record.config), backend, emit);
  }

  get kind(): RunConfig['model']['kind'] {
    return this.record.config.model.kind;
  }

  get isTraining(): boolean {
    return this.training !== null;
  }

  summary(): RunSummary {
    return {
      directory: this.directory.path,
      record: this.record,
      history: this.history,
      frames: this.shownFrames,
      columns: this.exploration.columns,
      trainingExamples: trainingExamples(this.dataset, this.split, this.record.config.training.seed).count,
      validationExamples: this.split.validation.length,
    };
  }

  /** Epochs that can be shown: those stored, and the newest. */
  private get shownFrames(): readonly number[] {
    const { frames, newest } = this;
    return newest === null || frames.includes(newest.epoch) ? frames : [...frames, newest.epoch];
  }

  model(): Promise<LoadedModel> {
    this.loaded ??= this.loadModel().catch((error) => {
      // What failed may succeed once its cause is mended.
      this.loaded = null;
      throw error;
    });
    return this.loaded;
  }

  async encodings(epoch: number | null): Promise<{ epoch: number; codes: Codes }> {
    const wanted = epoch ?? this.newest?.epoch ?? this.frames.at(-1);
    if (this.newest !== null && wanted === this.newest.epoch) return this.newest;
    const { latent } = this.record.config.model;
    if (wanted === undefined) {
      const loaded = await this.model();
      const codes = await this.weights.exclusive(() => this.encodeAll(loaded));
      this.newest = { epoch: this.record.epochs, codes };
      return this.newest;
    }
    const frame = { epoch: wanted, codes: { latent, means: await this.directory.readLatents(wanted) } };
    if (wanted === this.frames.at(-1)) this.newest = frame;
    return frame;
  }

  /** Goes on with training from the newest checkpoint. */
  async resume(): Promise<void> {
    const { worker, status } = this.record;
    if (status === 'running' && worker)
      throw new UserError('run.inUse', { path: this.directory.path, pid: worker.pid });
    await this.begin();
  }

  /** Ends training after the step under way and waits until all is on disk. */
  async stop(as: 'stopped' | 'interrupted'): Promise<void> {
    if (this.training === null) return;
    this.training.stoppedAs = as;
    this.training.stop.abort();
    await this.training.ended;
  }

  private async begin(): Promise<void> {
    const { dataset, split, weights } = this;
    const loop = new TrainingLoop({ ...(await this.model()), dataset, split, config: this.record.config, weights });
    if (this.record.epochs > 0 || this.record.status !== 'running') loop.restore(await this.directory.loadCheckpoint());
    else await this.directory.saveCheckpoint(loop.checkpoint(), null);
    this.history = this.history.filter(({ epoch }) => epoch <= loop.finishedEpochs);
    const { lastMetrics } = loop;
    if (lastMetrics && this.history.at(-1)?.epoch !== lastMetrics.epoch) await this.keepMetrics(lastMetrics);
    const stop = new AbortController();
    await this.changeStatus('running', loop.finishedEpochs);
    // Begins only after the caller has its answer, so that the first event never overtakes it.
    const ended = Promise.resolve().then(() => this.trainToEnd(loop, stop.signal));
    this.training = { stop, ended, stoppedAs: 'stopped' };
  }

  private async trainToEnd(loop: TrainingLoop, signal: AbortSignal): Promise<void> {
    let reported = 0;
    try {
      const result = await loop.train(
        {
          progress: (progress) => {
            if (performance.now() - reported < reportInterval) return;
            reported = performance.now();
            this.emit('progress', progress);
          },
          epoch: (metrics, encodings) => this.keepEpoch(loop, metrics, encodings),
        },
        signal,
      );
      if (result === 'stopped') await this.directory.saveCheckpoint(loop.checkpoint(), loop.bestEpoch);
      await this.keepLastFrame();
      this.exploration.weightsChanged();
      await this.endAs(
        result === 'stopped' ? (this.training?.stoppedAs ?? 'stopped') : 'completed',
        loop.finishedEpochs,
      );
    } catch (error) {
      await this.fail(error, loop);
    } finally {
      loop.dispose();
    }
  }

  private async keepEpoch(loop: TrainingLoop, metrics: EpochMetrics, encodings: Encodings): Promise<void> {
    await this.keepFrame(metrics.epoch, encodings);
    await this.directory.saveCheckpoint(loop.checkpoint(), loop.bestEpoch);
    await this.keepMetrics(metrics);
    this.exploration.weightsChanged();
    this.record = { ...this.record, epochs: metrics.epoch };
    await this.directory.writeRecord(this.record);
    this.emit('epoch', { metrics, frames: this.shownFrames });
  }

  /** After the checkpoint, which holds them too: so no epoch is told of twice, and none is left out. */
  private async keepMetrics(metrics: EpochMetrics): Promise<void> {
    await this.directory.appendEpoch(metrics);
    this.history.push(metrics);
  }

  private async keepFrame(epoch: number, encodings: Encodings): Promise<void> {
    this.newest = { epoch, codes: encodings };
    const stride = Math.ceil(this.record.config.training.epochs / maximalFrames);
    if (epoch % stride === 0) await this.storeFrame(epoch, encodings);
  }

  private async keepLastFrame(): Promise<void> {
    if (this.newest && !this.frames.includes(this.newest.epoch)) {
      await this.storeFrame(this.newest.epoch, this.newest.codes);
    }
  }

  private async storeFrame(epoch: number, { means, latent }: Codes): Promise<void> {
    await this.directory.saveLatents(epoch, means, latent);
    this.frames = [...this.frames.filter((stored) => stored !== epoch), epoch];
  }

  private async fail(error: unknown, loop: TrainingLoop): Promise<void> {
    const { detail, ...failure } = toWireError(error);
    this.emit('log', { level: 'error', message: detail });
    // What could not be written can be trained again once there is room, and what could not be read once it is back.
    const isUnreadable = failure.code.startsWith('data.');
    if (isUnreadable) await this.keepProgress(loop);
    const isMendable = isUnreadable || failure.code === 'run.writeFailed';
    await this.endAs(isMendable ? 'interrupted' : 'failed', loop.finishedEpochs, failure);
  }

  /** Without it the epoch is trained from its begin again. */
  private async keepProgress(loop: TrainingLoop): Promise<void> {
    await this.directory
      .saveCheckpoint(loop.checkpoint(), loop.bestEpoch)
      .catch((error) => this.emit('log', { level: 'error', message: String(error) }));
  }

  private async endAs(status: RunStatus, epochs: number, failure?: Sentence): Promise<void> {
    // Whoever hears of the end may resume at once, and then reads anew.
    await this.dataset.stream?.close();
    this.training = null;
    try {
      await this.changeStatus(status, epochs, failure);
    } catch (error) {
      this.emit('log', { level: 'error', message: String(error) });
      this.emit('status', { status, failure });
    }
  }

  private async changeStatus(status: RunStatus, epochs: number, failure?: Sentence): Promise<void> {
    const { failure: _, worker: __, ...rest } = this.record;
    this.record = {
      ...rest,
      status,
      epochs,
      ...(failure ? { failure } : {}),
      ...(status === 'running' ? { worker: { pid: process.pid, hostname: hostname() } } : {}),
    };
    await this.directory.writeRecord(this.record);
    this.emit('status', { status, failure });
  }

  private async loadModel(): Promise<LoadedModel> {
    const { config, data } = this.record;
    await startBackend(this.backend, this.emit);
    const groups = featureGroups(this.dataset.encoding);
    const model = createAutoencoder(config.model, data.shape, data.kind, config.training.seed, groups);
    restoreWeights(model, (await this.directory.loadCheckpoint()).weights);
    return this.withComputation(model);
  }

  private withComputation(model: Autoencoder): LoadedModel {
    const warn = (message: string) => this.emit('log', { level: 'warn', message });
    return { model, computation: createComputation(model, this.dataset, this.record.config.objective.freeBits, warn) };
  }

  private encodeAll({ computation }: LoadedModel): Promise<Encodings> {
    return encodeAll(computation, this.dataset.summary.examples, this.record.config.model.latent);
  }
}

function splitFor(dataset: Dataset, { training }: RunConfig): Split {
  return splitExamples(dataset.summary.examples, training.validationSplit, training.seed);
}
