import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset/dataset';
import type { Autoencoder } from '../model/autoencoder';
import { objective } from '../model/objective';
import type { RunConfig } from '../protocol/config';
import { UserError } from '../protocol/errors';
import type { EpochMetrics } from '../protocol/run';
import type { TrainingProgress } from '../protocol/trainer';
import { permutation, random } from '../random';
import { Adam, loadTensor, storeTensor } from './adam';
import { gatherBatch } from './batches';
import { breathe } from './breathe';
import type { Checkpoint } from './checkpoint';
import { countActiveUnits, type Encodings, encodeAll } from './encoding';
import { drawNoise, evaluate } from './evaluation';
import { LossSums } from './losses';
import type { Mutex } from './mutex';
import { scoped } from './scope';
import type { Split } from './split';

export interface LoopListener {
  progress(progress: TrainingProgress): void;
  /** An epoch is finished; training goes on when this is done. */
  epoch(metrics: EpochMetrics, encodings: Encodings): Promise<void>;
}

/** The share of past speed in the estimate of the time a step takes. */
const speedMemory = 0.95;

/**
 * Trains a model epoch by epoch. Everything random (order, noise) depends on the seed and the place in training
 * alone, so that training restored from a checkpoint equals training that never stopped.
 */
export class TrainingLoop {
  private epoch = 0;
  private step = 0;
  private sums = new LossSums();
  private seconds = 0;
  private best: Checkpoint['best'] = null;
  private secondsPerStep = 0;
  private readonly optimizer: Adam;

  constructor(
    private readonly model: Autoencoder,
    private readonly dataset: Dataset,
    private readonly split: Split,
    private readonly config: Pick<RunConfig, 'training' | 'objective'>,
    private readonly weights: Mutex,
  ) {
    this.optimizer = new Adam(model.variables, config.training.learningRate);
  }

  get finishedEpochs(): number {
    return this.epoch;
  }

  get bestEpoch(): number | null {
    return this.best?.epoch ?? null;
  }

  /** Trains until all epochs are done, patience ends, or `signal` aborts; then within a step. */
  async train(listener: LoopListener, signal: AbortSignal): Promise<'completed' | 'stopped'> {
    while (!this.isComplete()) {
      if (!(await this.trainEpoch(listener, signal))) return 'stopped';
    }
    return 'completed';
  }

  checkpoint(): Checkpoint {
    const { examples, loss, reconstruction, kl } = this.sums;
    const { step, seconds } = this;
    return {
      epoch: this.epoch,
      partial: step === 0 ? null : { step, examples, loss, reconstruction, kl, seconds },
      weights: new Map([...this.model.variables].map(([name, variable]) => [name, storeTensor(variable)])),
      optimizer: this.optimizer.state(),
      best: this.best,
    };
  }

  restore({ epoch, partial, weights, optimizer, best }: Checkpoint): void {
    restoreWeights(this.model, weights);
    this.optimizer.restore(optimizer);
    this.epoch = epoch;
    this.step = partial?.step ?? 0;
    this.seconds = partial?.seconds ?? 0;
    this.sums = new LossSums(partial ?? undefined);
    this.best = best;
  }

  dispose(): void {
    this.optimizer.dispose();
  }

  private isComplete(): boolean {
    const { epochs, patience } = this.config.training;
    const impatient = patience > 0 && this.best !== null && this.epoch - this.best.epoch >= patience;
    return this.epoch >= epochs || impatient;
  }

  /** False if stopped in its middle. */
  private async trainEpoch(listener: LoopListener, signal: AbortSignal): Promise<boolean> {
    const { seed, batchSize } = this.config.training;
    const { training } = this.split;
    const order = permutation(training.length, random(seed, this.epoch, 0x0dde));
    const steps = Math.ceil(training.length / batchSize);
    let began = performance.now();
    while (this.step < steps) {
      if (signal.aborted) return false;
      await this.weights.exclusive(async () => {
        const from = this.step * batchSize;
        this.trainStep(
          order.subarray(from, from + batchSize).map((i) => training[i]),
          steps,
        );
      });
      const now = performance.now();
      this.clock((now - began) / 1000);
      began = now;
      listener.progress(this.progress(steps));
      await breathe();
    }
    await this.finishEpoch(listener, began);
    return true;
  }

  private trainStep(batch: Int32Array, steps: number): void {
    const { seed } = this.config.training;
    const { freeBits } = this.config.objective;
    const globalStep = this.epoch * steps + this.step;
    const beta = this.betaAt(globalStep / steps);
    const terms = scoped(() => {
      const x = gatherBatch(this.dataset, batch);
      const noise = drawNoise(this.model, batch.length, seed, globalStep, 0x4015e);
      const reported: { reconstruction?: tf.Scalar; kl?: tf.Scalar } = {};
      const { value: loss, grads } = tf.variableGrads(() => {
        const { loss, reconstruction, kl } = objective(this.model, x, noise, { beta, freeBits });
        reported.reconstruction = tf.keep(reconstruction);
        reported.kl = tf.keep(kl);
        return loss;
      }, [...this.model.variables.values()]);
      const gradients = new Map<string, tf.Tensor>();
      for (const [name, variable] of this.model.variables) gradients.set(name, grads[variable.name]);
      this.optimizer.apply(gradients);
      const read = (scalar: tf.Scalar | undefined) => scalar?.dataSync()[0] ?? 0;
      const values = { loss: read(loss), reconstruction: read(reported.reconstruction), kl: read(reported.kl) };
      tf.dispose([reported.reconstruction, reported.kl] as tf.Scalar[]);
      return values;
    });
    if (!Number.isFinite(terms.loss))
      throw new UserError('run.diverged', { epoch: this.epoch + 1, step: this.step + 1 });
    this.sums.add(batch.length, terms);
    this.step++;
  }

  /** KL warm-up: beta rises linearly from 0 (Sonderby et al. 2016, arXiv 1602.02282). */
  private betaAt(epochs: number): number {
    const { beta, warmUpEpochs } = this.config.objective;
    return warmUpEpochs > 0 ? beta * Math.min(1, epochs / warmUpEpochs) : beta;
  }

  private async finishEpoch(listener: LoopListener, began: number): Promise<void> {
    const { training, objective: objectiveConfig } = this.config;
    const { validation } = this.split;
    const validationLosses =
      validation.length > 0
        ? await evaluate(this.model, this.dataset, validation, objectiveConfig, training.seed)
        : null;
    const encodings = await encodeAll(this.model, this.dataset);
    this.seconds += (performance.now() - began) / 1000;
    this.epoch++;
    const losses = this.sums.means(this.model.config.kind);
    const judged = validationLosses ?? losses;
    if (this.best === null || judged.loss < this.best.loss) this.best = { epoch: this.epoch, loss: judged.loss };
    const metrics: EpochMetrics = {
      epoch: this.epoch,
      ...losses,
      validation: validationLosses,
      beta: this.betaAt(this.epoch),
      activeUnits: countActiveUnits(encodings),
      seconds: this.seconds,
    };
    this.step = 0;
    this.seconds = 0;
    this.sums = new LossSums();
    await listener.epoch(metrics, encodings);
  }

  private clock(seconds: number): void {
    this.seconds += seconds;
    this.secondsPerStep =
      this.secondsPerStep === 0 ? seconds : speedMemory * this.secondsPerStep + (1 - speedMemory) * seconds;
  }

  private progress(steps: number): TrainingProgress {
    const { epochs } = this.config.training;
    const remaining = (epochs - this.epoch) * steps - this.step;
    return {
      epoch: this.epoch + 1,
      epochs,
      step: this.step,
      steps,
      loss: this.sums.loss / this.sums.examples,
      remainingSeconds: remaining * this.secondsPerStep,
    };
  }
}

export function restoreWeights(model: Autoencoder, weights: Checkpoint['weights']): void {
  for (const [name, variable] of model.variables) loadTensor(variable, weights, name);
}
