import * as tf from '@tensorflow/tfjs';
import { Computation, type Stepper } from '../../../src/compute';
import type { Dataset } from '../../../src/dataset';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import { createObjective } from '../../../src/model/objectives';
import { Optimizer, updateRule } from '../../../src/optimise';
import { classNames } from '../../../src/protocol/classes';
import type { RunConfig } from '../../../src/protocol/config';
import { plainObjective } from '../../../src/protocol/presets';
import { random } from '../../../src/random';
import { scalarsAt } from '../../../src/training/schedule';
import { type Architecture, configOf, imageShape } from './models';

const learningRate = 1e-3;

/** A model in training. */
export interface Steps {
  /** Takes steps; answers the mean duration, ms. */
  perform(steps: number): number;
  dispose(): void;
}

/** What steps are taken with. */
export interface StepSubject {
  readonly config: Pick<RunConfig, 'model' | 'objective'>;
  readonly dataset: Dataset;
  readonly batchSize: number;
}

/** As native graphs. */
export const compiledSteps = (architecture: Architecture, dataset: Dataset, batchSize: number): Steps =>
  new TimedSteps({ config: plainConfig(architecture), dataset, batchSize }, Computation.compiled);

/** Operation by operation. */
export const eagerSteps = (architecture: Architecture, dataset: Dataset, batchSize: number): Steps =>
  new TimedSteps({ config: plainConfig(architecture), dataset, batchSize }, Computation.eager);

function plainConfig(architecture: Architecture): StepSubject['config'] {
  return { model: configOf(architecture).model, objective: plainObjective };
}

/** As the training loop takes them: as many steps a call as the stepper asks for, with all players of the model. */
export class TimedSteps implements Steps {
  readonly model: Autoencoder;
  /** What the objective depends on: as it is after the first epoch. */
  readonly scalars: Readonly<Record<string, number>>;
  private readonly computation: Computation;
  private readonly optimizer: Optimizer;
  private readonly stepper: Stepper;
  private readonly next = random(3);
  private taken = 0;

  constructor(
    private readonly subject: StepSubject,
    compute: typeof Computation.compiled = Computation.compiled,
  ) {
    const { config, dataset } = subject;
    const { model, objective } = config;
    const surroundings = { objective, classes: classNames(dataset.summary) };
    this.model = createAutoencoder(model, imageShape, 'images', 1, [], surroundings);
    this.scalars = scalarsAt(1, objective, model.posterior);
    this.computation = compute(this.model, dataset, objective);
    const rule = updateRule();
    this.optimizer = new Optimizer([...this.model.players.values()].map((variables) => ({ rule, variables })));
    this.stepper = this.computation.training(this.optimizer);
  }

  /** Takes steps; answers the mean duration, ms. */
  perform(steps: number): number {
    const { batchSize, dataset } = this.subject;
    const began = performance.now();
    for (let left = steps; left > 0; ) {
      const count = Math.min(left, this.stepper.stepsPerCall(batchSize));
      const batches = Int32Array.from({ length: count * batchSize }, () => this.next() % dataset.summary.examples);
      this.take(
        batches,
        Int32Array.from({ length: 2 * count }, (_, i) => this.taken + i),
      );
      left -= count;
    }
    return (performance.now() - began) / steps;
  }

  /** Steps with these batches and seeds; answers the sum of their losses. */
  take(batches: Int32Array, seeds: Int32Array): number {
    const count = seeds.length / 2;
    const { loss } = this.stepper.run({
      batchSize: this.subject.batchSize,
      batches,
      classes: this.computation.classesOf(batches),
      seeds,
      scalars: Object.fromEntries(
        Object.entries(this.scalars).map(([name, value]) => [name, new Float32Array(count).fill(value)]),
      ),
      numbers: this.optimizer.numbers(new Array(count).fill(learningRate)),
    });
    this.optimizer.advance(count);
    this.taken += count;
    return loss;
  }

  dispose(): void {
    this.stepper.dispose();
    this.computation.dispose();
    this.optimizer.dispose();
    this.model.dispose();
  }
}

/** By `tf.train.adam().minimize()`, on examples gathered from a tensor. */
export function minimizedSteps(architecture: Architecture, { summary, values }: Dataset, batchSize: number): Steps {
  const model = createAutoencoder(configOf(architecture).model, imageShape, 'images', 1);
  const objective = createObjective(model, plainObjective, summary.examples);
  const optimizer = tf.train.adam(learningRate);
  const variables = [...model.variables.values()];
  const examples = tf.tidy(() => {
    const stored = tf.tensor2d(values, [summary.examples, model.features], 'float32');
    return tf.div<tf.Tensor2D>(stored, 255);
  });
  const next = random(3);
  const step = () => {
    const indices = Int32Array.from({ length: batchSize }, () => next() % summary.examples);
    tf.tidy(() => {
      const loss = () => {
        const x: tf.Tensor2D = tf.gather(examples, tf.tensor1d(indices, 'int32'));
        const noise = tf.randomNormal<tf.Rank.R2>([batchSize, model.config.latent]);
        return objective.compute([{ x, noise: { normal: () => noise, uniform: () => noise } }], { beta: 1 }).loss;
      };
      optimizer.minimize(loss, false, variables);
    });
  };
  return {
    perform(steps) {
      const began = performance.now();
      for (let i = 0; i < steps; i++) step();
      return (performance.now() - began) / steps;
    },
    dispose() {
      optimizer.dispose();
      examples.dispose();
      model.dispose();
    },
  };
}
