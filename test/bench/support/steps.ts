import * as tf from '@tensorflow/tfjs';
import { CompiledModel } from '../../../src/compile';
import type { Dataset } from '../../../src/dataset/dataset';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import { objective } from '../../../src/model/objective';
import { random } from '../../../src/random';
import { Adam, adamConstants } from '../../../src/training/adam';
import type { Computation } from '../../../src/training/computation';
import { EagerModel } from '../../../src/training/eager-model';
import type { Contestant } from './contest';
import { type Architecture, configOf, imageShape } from './models';

/**
 * The ways this process has to take a training step. compiled: as native graphs. eager: operation by operation, as where
 * there are no graphs. minimize: what a tfjs program would do, `tf.train.adam().minimize()` on examples gathered from a
 * tensor; model and objective are the same code.
 */
export type StepName = 'compiled' | 'eager' | 'minimize';

export interface StepContestants {
  readonly contestants: readonly Contestant<StepName>[];
  dispose(): void;
}

const learningRate = 1e-3;

/** One model a way, on the same examples. */
export function stepContestants(architecture: Architecture, dataset: Dataset, batchSize: number): StepContestants {
  const { model: config } = configOf(architecture);
  const make = () => createAutoencoder(config, imageShape, 'images', 1);
  const models = [make(), make(), make()];
  const compiled = bySteppers(models[0], new CompiledModel(models[0], dataset, 0), dataset, batchSize);
  const eager = bySteppers(models[1], new EagerModel(models[1], dataset, 0), dataset, batchSize);
  const minimize = byMinimize(models[2], dataset, batchSize);
  return {
    contestants: [
      { name: 'compiled', perform: compiled.perform },
      { name: 'eager', perform: eager.perform },
      { name: 'minimize', perform: minimize.perform },
    ],
    dispose() {
      for (const way of [compiled, eager, minimize]) way.dispose();
      for (const model of models) model.dispose();
    },
  };
}

interface Way {
  /** Takes steps; answers the mean duration, ms. */
  perform(steps: number): number;
  dispose(): void;
}

/** As the training loop does: as many steps a call as the stepper asks for. */
function bySteppers(model: Autoencoder, computation: Computation, dataset: Dataset, batchSize: number): Way {
  const optimizer = new Adam(model.variables);
  const stepper = computation.training(optimizer.slots, adamConstants);
  const next = random(3);
  let taken = 0;
  const take = (count: number) => {
    stepper.run({
      batchSize,
      batches: Int32Array.from({ length: count * batchSize }, () => next() % dataset.summary.examples),
      seeds: Int32Array.from({ length: 2 * count }, (_, i) => taken + i),
      betas: new Float32Array(count).fill(1),
      rates: optimizer.corrections(count).map((correction) => learningRate * correction),
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
    },
  };
}

function byMinimize(model: Autoencoder, { summary, values }: Dataset, batchSize: number): Way {
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
        return objective(model, [{ x, noise }], { beta: 1, freeBits: 0 }).loss;
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
    },
  };
}
