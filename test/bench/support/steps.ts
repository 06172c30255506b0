import * as tf from '@tensorflow/tfjs';
import { Computation } from '../../../src/compute';
import type { Dataset } from '../../../src/dataset/dataset';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import { createObjective } from '../../../src/model/objectives';
import { Optimizer, updateRule } from '../../../src/optimise';
import { plainObjective } from '../../../src/protocol/presets';
import { random } from '../../../src/random';
import { type Architecture, configOf, imageShape } from './models';

const learningRate = 1e-3;

/** A model in training. */
export interface Steps {
  /** Takes steps; answers the mean duration, ms. */
  perform(steps: number): number;
  dispose(): void;
}

/** As native graphs. */
export const compiledSteps = (architecture: Architecture, dataset: Dataset, batchSize: number): Steps =>
  bySteppers(architecture, dataset, batchSize, (model) => Computation.compiled(model, dataset, plainObjective));

/** Operation by operation. */
export const eagerSteps = (architecture: Architecture, dataset: Dataset, batchSize: number): Steps =>
  bySteppers(architecture, dataset, batchSize, (model) => Computation.eager(model, dataset, plainObjective));

/** As the training loop does: as many steps a call as the stepper asks for. */
function bySteppers(
  architecture: Architecture,
  dataset: Dataset,
  batchSize: number,
  compute: (model: Autoencoder) => Computation,
): Steps {
  const model = createAutoencoder(configOf(architecture).model, imageShape, 'images', 1);
  const computation = compute(model);
  const optimizer = new Optimizer([{ rule: updateRule(), variables: model.variables }]);
  const stepper = computation.training(optimizer);
  const next = random(3);
  let taken = 0;
  const take = (count: number) => {
    stepper.run({
      batchSize,
      batches: Int32Array.from({ length: count * batchSize }, () => next() % dataset.summary.examples),
      seeds: Int32Array.from({ length: 2 * count }, (_, i) => taken + i),
      scalars: { beta: new Float32Array(count).fill(1) },
      numbers: optimizer.numbers(new Array(count).fill(learningRate)),
    });
    optimizer.advance(count);
    taken += count;
  };
  return {
    perform(steps) {
      const began = performance.now();
      for (let left = steps; left > 0; ) {
        const count = Math.min(left, stepper.stepsPerCall(batchSize));
        take(count);
        left -= count;
      }
      return (performance.now() - began) / steps;
    },
    dispose() {
      stepper.dispose();
      computation.dispose();
      optimizer.dispose();
      model.dispose();
    },
  };
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
