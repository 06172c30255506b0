import {
  type Computation,
  firstNotFinite,
  firstWeightNotFinite,
  gatherStored,
  type Stepper,
  type Twin,
} from '../compute';
import type { Dataset } from '../dataset';
import type { Autoencoder } from '../model/autoencoder';
import { checkWeights, restoreWeights, type StoredTensor, type StoredTensors, storeWeights } from '../model/weights';
import { averaged, Optimizer, shareAt } from '../optimise';
import { capabilitiesOf } from '../protocol/capabilities';
import type { RunConfig } from '../protocol/config';
import { UserError } from '../protocol/errors';
import type { EpochMetrics } from '../protocol/run';
import { type Terms, type TermsConfig, termNames, termsOf } from '../protocol/terms';
import type { TrainingProgress } from '../protocol/trainer';
import { followName, twinOf } from './averaged-model';
import { judgedExamples } from './binarised';
import { breathe } from './breathe';
import { countActiveUnits, type Encodings, encodeAll, inferenceBatch, klOfDimensions } from './encoding';
import { EpochSteps } from './epoch-steps';
import { evaluate } from './evaluation';
import { type EpochExamples, type TakenExamples, type TrainingExamples, trainingExamples } from './examples';
import { LossSums } from './losses';
import { judged } from './monitor';
import type { Mutex } from './mutex';
import { afterEpoch, noPlateau, type Plateau, shareAfter } from './plateau';
import { playersOf } from './players';
import { RemainingTime } from './remaining-time';
import { betaAt, learningRateAt, scalarsAt } from './schedule';
import type { Split } from './split';
import type { Checkpoint } from './store/checkpoint';

export interface LoopListener {
  progress(progress: TrainingProgress): void;
  /** An epoch is finished; training goes on when this is done. */
  epoch(metrics: EpochMetrics, encodings: Encodings): Promise<void>;
}

/** What is trained, on what, and how. */
export interface TrainingTask {
  readonly model: Autoencoder;
  readonly dataset: Dataset;
  readonly split: Split;
  readonly config: Pick<RunConfig, 'model' | 'training' | 'objective'>;
  readonly computation: Computation;
  /** Held while weights change. */
  readonly weights: Mutex;
  /** The epoch after which patience begins: it began before, if that is earlier than the best. */
  readonly patientFrom?: number;
}

/**
 * Trains a model epoch by epoch. Everything random (order, noise) depends on the seed and the place in training
 * alone, so that training restored from a checkpoint equals training that never stopped.
 */
export class TrainingLoop {
  private epoch = 0;
  private step = 0;
  private sums: LossSums;
  private seconds = 0;
  private best: Checkpoint['best'] = null;
  private plateau: Plateau = noPlateau;
  private metrics: EpochMetrics | null = null;
  private readonly steps: EpochSteps;
  private readonly examples: TrainingExamples;
  private readonly optimizer: Optimizer;
  private readonly stepper: Stepper;
  /** What is trained in place of the model, where that has running means of its weights. */
  private readonly twin: Twin | null;
  private readonly time: RemainingTime;

  constructor(private readonly task: TrainingTask) {
    const { model, dataset, split, config, computation } = task;
    this.sums = new LossSums(this.termsConfig);
    this.examples = trainingExamples(dataset, split, config.training);
    this.steps = new EpochSteps(this.examples.count, config.training);
    this.time = new RemainingTime(config.training.epochs, this.examples.count);
    const { ema = 0 } = config.training;
    this.twin = ema > 0 ? twinOf(model) : null;
    const players = playersOf(this.trained, config.training);
    const averages = model.variables;
    this.optimizer = new Optimizer(
      this.twin ? players.map((player) => ({ ...player, rule: averaged(player.rule, ema), averages })) : players,
    );
    this.stepper = this.twin
      ? computation.trainingTwin(this.optimizer, this.twin)
      : computation.training(this.optimizer);
  }

  get finishedEpochs(): number {
    return this.epoch;
  }

  /** Of the last finished epoch. */
  get lastMetrics(): EpochMetrics | null {
    return this.metrics;
  }

  get bestEpoch(): number | null {
    return this.best?.epoch ?? null;
  }

  /** Trains until all epochs are done, patience ends, or `signal` aborts; then within a native call. */
  async train(listener: LoopListener, signal: AbortSignal): Promise<'completed' | 'stopped'> {
    while (!this.isComplete()) {
      if (!(await this.trainEpoch(listener, signal))) return 'stopped';
    }
    return 'completed';
  }

  /** Those that the model is evaluated and shown by. */
  weights(): StoredTensors {
    return storeWeights(this.task.model);
  }

  /**
   * Of a training that has diverged at a step, and is back at where it was before: goes there again, and says what was wrong
   * first, as `firstNotFinite` does, also with the step before, whose gradients may have spoilt the weights. Null where that is not found.
   * @param step Of the epoch under way, from 1.
   */
  async findNotFinite({ epoch, step }: { readonly epoch: number; readonly step: number }, signal: AbortSignal) {
    if (epoch !== this.epoch + 1 || step <= this.step) return null;
    const examples = this.examples.epoch(this.epoch);
    try {
      while (this.step < step - 2) {
        if (signal.aborted) return null;
        await this.takeSteps(examples, step - 2 - this.step);
        await breathe();
      }
      const earlier = this.step < step - 1 ? await this.inspectStep(examples) : null;
      if (earlier !== null) return earlier;
      if (this.step < step - 1) await this.takeSteps(examples, 1);
      return firstWeightNotFinite(this.trained) ?? (await this.inspectStep(examples));
    } finally {
      await examples.close();
    }
  }

  checkpoint(): Checkpoint {
    const { step, seconds } = this;
    return {
      epoch: this.epoch,
      partial: step === 0 ? null : { step, ...this.sums.stored(), seconds },
      metrics: this.metrics,
      weights: storeWeights(this.task.model),
      optimizer: new Map([...this.optimizer.state(), ...this.twinWeights()]),
      best: this.best,
      ...(this.task.config.training.schedule === 'plateau' && { plateau: this.plateau }),
    };
  }

  /** Throws an Error that says what a checkpoint lacks for this training to go on from it. */
  check({ epoch, partial, metrics, weights, optimizer }: Checkpoint): void {
    const { epochs } = this.task.config.training;
    if (epoch > epochs) throw new Error(`it is of epoch ${epoch}, and there are ${epochs}`);
    if (metrics && metrics.epoch !== epoch) throw new Error(`its metrics are of epoch ${metrics.epoch}`);
    const steps = this.steps.count(epoch);
    if (partial && partial.step > steps) {
      throw new Error(`it is of step ${partial.step} of an epoch, and there are ${steps}`);
    }
    if (partial) checkTerms(partial.terms, this.termsConfig);
    checkWeights(this.task.model, weights);
    this.optimizer.check(optimizer);
    if (this.twin) checkWeights(this.twin.model, ofTwin(optimizer));
  }

  restore({ epoch, partial, metrics, weights, optimizer, best, plateau = noPlateau }: Checkpoint): void {
    restoreWeights(this.task.model, weights);
    this.optimizer.restore(optimizer);
    if (this.twin) restoreWeights(this.twin.model, ofTwin(optimizer));
    this.epoch = epoch;
    this.step = partial?.step ?? 0;
    this.seconds = partial?.seconds ?? 0;
    this.sums = new LossSums(this.termsConfig, partial ?? undefined);
    this.metrics = metrics;
    this.best = best;
    this.plateau = plateau;
  }

  dispose(): void {
    this.stepper.dispose();
    this.optimizer.dispose();
    this.twin?.model.dispose();
  }

  private get trained(): Autoencoder {
    return this.twin?.model ?? this.task.model;
  }

  /** The weights that are trained, as a checkpoint names them beside their means. */
  private twinWeights(): StoredTensors {
    const weights = this.twin ? storeWeights(this.twin.model) : new Map<string, StoredTensor>();
    return new Map([...weights].map(([name, tensor]) => [twinPrefix + name, tensor]));
  }

  private get termsConfig(): TermsConfig {
    const { model, config } = this.task;
    return { model: model.config, objective: config.objective };
  }

  private isComplete(): boolean {
    const { config, patientFrom = 0 } = this.task;
    const { epochs, patience } = config.training;
    const since = Math.max(patientFrom, this.best?.epoch ?? 0);
    const impatient = patience > 0 && this.best !== null && this.epoch - since >= patience;
    return this.epoch >= epochs || impatient;
  }

  /** False if stopped in its middle. */
  private async trainEpoch(listener: LoopListener, signal: AbortSignal): Promise<boolean> {
    const epoch = this.examples.epoch(this.epoch);
    let began = performance.now();
    try {
      while (this.step < this.steps.count(this.epoch)) {
        if (signal.aborted) return false;
        const before = this.examplesTaken;
        await this.takeSteps(epoch);
        const now = performance.now();
        const seconds = (now - began) / 1000;
        this.seconds += seconds;
        this.time.tookExamples(this.examplesTaken - before, seconds);
        began = now;
        listener.progress(this.progress());
        await breathe();
      }
    } finally {
      await epoch.close();
    }
    await this.finishEpoch(listener, began);
    this.time.endedEpoch((performance.now() - began) / 1000);
    return true;
  }

  /** Takes as many steps as fit one call, with batches of one size: the last of an epoch may be smaller. */
  private async takeSteps(epoch: EpochExamples, most = Number.POSITIVE_INFINITY): Promise<void> {
    const { begin, left, size } = this.nextBatch();
    const count = Math.min(this.stepper.stepsPerCall(size), Math.floor(left / size), most);
    const taken = await epoch.take(begin, begin + count * size);
    await this.task.weights.exclusive(async () => this.runSteps(size, count, taken));
  }

  /** Where the next batch begins, how many examples of the epoch are left, and how many of them it takes. */
  private nextBatch(): { readonly begin: number; readonly left: number; readonly size: number } {
    const begin = this.examplesTaken;
    const left = this.examples.count - begin;
    return { begin, left, size: Math.min(this.steps.size(this.epoch), left) };
  }

  /** How many of the epoch under way. */
  private get examplesTaken(): number {
    return Math.min(this.step * this.steps.size(this.epoch), this.examples.count);
  }

  /** What of the next step is not finite. */
  private async inspectStep(epoch: EpochExamples): Promise<string | null> {
    const { trained: model } = this;
    const { dataset, config, computation } = this.task;
    const { summary } = dataset;
    const { begin, size } = this.nextBatch();
    const taken = await epoch.take(begin, begin + size);
    const { indices, rows = dataset.values } = taken;
    const width = dataset.values.length / summary.examples;
    const stored = { summary: { ...summary, examples: rows.length / width }, values: rows };
    return firstNotFinite({
      model,
      objective: computation.objectiveOf(model),
      optimizer: this.optimizer,
      examples: { summary: { ...summary, examples: size }, values: gatherStored(stored, indices) },
      classes: computation.classesOf(indices, taken),
      seed: [config.training.seed, this.steps.number(this.epoch, this.step)],
      scalars: scalarsAt(this.steps.place(this.epoch, this.step), config.objective, model.config.posterior),
    });
  }

  private runSteps(size: number, count: number, taken: TakenExamples): void {
    const { config, computation } = this.task;
    const { training, objective, model } = config;
    const { seed } = training;
    const first = this.steps.number(this.epoch, this.step);
    const placeOf = (i: number) => this.steps.place(this.epoch, this.step + i);
    const scalars = (i: number) => ({
      ...scalarsAt(placeOf(i), objective, model.posterior),
      ...(this.twin && { [followName]: shareAt(first + i + 1, training.ema ?? 0) }),
    });
    const share = training.schedule === 'plateau' ? shareAfter(this.plateau, training.plateau ?? {}) : 1;
    const { steps, ...sums } = this.stepper.run({
      batchSize: size,
      batches: taken.indices,
      rows: taken.rows,
      classes: computation.classesOf(taken.indices, taken),
      seeds: Int32Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? seed : first + (i >> 1))),
      scalars: columns(Array.from({ length: count }, (_, i) => scalars(i))),
      numbers: this.optimizer.numbers(
        Array.from({ length: count }, (_, i) => share * learningRateAt(placeOf(i), training)),
      ),
    });
    if (!Number.isFinite(sums.loss)) {
      throw new UserError('run.diverged', { epoch: this.epoch + 1, step: this.step + steps });
    }
    this.sums.add(size, sums, count);
    this.optimizer.advance(count);
    this.step += count;
  }

  private async finishEpoch(listener: LoopListener, began: number): Promise<void> {
    const { model, dataset, computation, split, config } = this.task;
    const { seed } = config.training;
    const held = [{ begin: 0, indices: split.validation }];
    const validation =
      split.validation.length > 0
        ? await evaluate(
            computation,
            judgedExamples(dataset, held, inferenceBatch, config.objective, seed),
            this.termsConfig,
            seed,
          )
        : null;
    const encodings = await encodeAll(computation, dataset.summary.examples, model.config.latent);
    this.seconds += (performance.now() - began) / 1000;
    this.epoch++;
    const losses = this.sums.means();
    const value = judged(validation ?? losses, config.training);
    if (this.best === null || value < this.best.loss) this.best = { epoch: this.epoch, loss: value };
    this.plateau = afterEpoch(this.plateau, value, config.training.plateau ?? {});
    this.metrics = {
      epoch: this.epoch,
      ...losses,
      validation,
      beta: betaAt(this.epoch, config.objective),
      activeUnits: countActiveUnits(encodings, model.discrete?.codebook != null),
      ...(capabilitiesOf(model.config).klByDimension && { klDimensions: klOfDimensions(encodings) }),
      seconds: this.seconds,
    };
    this.step = 0;
    this.seconds = 0;
    this.sums = new LossSums(this.termsConfig);
    await listener.epoch(this.metrics, encodings);
  }

  private progress(): TrainingProgress {
    const { epochs } = this.task.config.training;
    return {
      epoch: this.epoch + 1,
      epochs,
      step: this.step,
      steps: this.steps.count(this.epoch),
      loss: this.sums.meanAtWholeWeights(),
      remainingSeconds: this.time.after(this.epoch, this.examplesTaken),
    };
  }
}

/** Tells the trained weights from what the optimiser keeps of them. */
const twinPrefix = 'trained/';

/** The weights of a twin among what a checkpoint has of an optimiser. */
function ofTwin(optimizer: StoredTensors): StoredTensors {
  const own = [...optimizer].filter(([name]) => name.startsWith(twinPrefix));
  return new Map(own.map(([name, tensor]) => [name.slice(twinPrefix.length), tensor]));
}

/** Rows of numbers by name as a column for each name. */
function columns(rows: readonly Readonly<Record<string, number>>[]): Record<string, Float32Array> {
  const names = Object.keys(rows[0]);
  return Object.fromEntries(names.map((name) => [name, Float32Array.from(rows, (row) => row[name])]));
}

/** @throws an Error where the sums of an epoch cannot be gone on with: those of other terms were of another loss. */
function checkTerms(sums: Terms, config: TermsConfig): void {
  for (const name of termsOf(config)) if (!(name in sums)) throw new Error(`its sums lack the term ${name}`);
  const unknown = Object.keys(sums).find((name) => !termNames.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`its sums have a term that is not known here, ${unknown}`);
}
