import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset/dataset';
import { fillStatelessNormal, scoped } from '../graph';
import type { Autoencoder } from '../model/autoencoder';
import { type Examples, objective, termNames } from '../model/objective';
import { applyStep, clipByNorm } from '../optimise';
import { capabilitiesOf } from '../protocol/capabilities';
import type { Computer } from './computation';
import { gatherBatch, type StoredExamples, storedWidth } from './examples';
import { type Answer, noSeed, type Question, type Subject, type Values } from './question';
import { decoding } from './questions';
import type { Stepper, StepSums, Steps, Training } from './steps';

/** A model and its data computed operation by operation, on whatever backend there is. */
export class EagerModel implements Computer {
  constructor(
    private readonly model: Autoencoder,
    private readonly dataset: StoredExamples,
  ) {}

  ask<A extends Answer>(question: Question<A>, subject: Subject): Values<A> {
    return scoped(() => answer(question, this.model, this.rowsOf(question, subject), subject.numbers));
  }

  training(training: Training): Stepper {
    return {
      stepsPerCall: () => 1,
      run: (steps) => this.takeSteps(steps, training),
      dispose: () => undefined,
    };
  }

  dispose(): void {
    // The model and its data are the caller's.
  }

  private rowsOf(
    { draws }: Question<Answer>,
    { codes, indices = new Int32Array(), rows, seed = noSeed }: Subject,
  ): Examples {
    if (codes) return codesOf(this.model, codes);
    return this.examples(indices, rows, seed, draws);
  }

  private examples(
    indices: Int32Array,
    rows: Dataset['values'] | undefined,
    seed: readonly [number, number],
    draws: number,
  ): Examples {
    const x = gatherBatch(withRows(this.dataset, rows), indices);
    return { x, noise: draws > 0 ? drawNoise(this.model, indices.length * draws, seed) : null };
  }

  private takeSteps(
    { batchSize, batches, rows, seeds, betas, numbers }: Steps,
    { optimizer, clipNorm, freeBits }: Training,
  ): StepSums {
    const width = numbers.length / betas.length;
    const variables = optimizer.slots.map(({ variable }) => variable);
    const sums = { steps: 0, loss: 0, terms: { reconstruction: 0, kl: 0 } };
    for (let i = 0; i < betas.length && Number.isFinite(sums.loss); i++) {
      scoped(() => {
        const indices = batches.subarray(i * batchSize, (i + 1) * batchSize);
        const { value, grads } = tf.variableGrads(() => {
          const examples = this.examples(indices, rows, [seeds[2 * i], seeds[2 * i + 1]], 1);
          const { loss, terms } = objective(this.model, [examples], { beta: betas[i], freeBits });
          for (const name of termNames) sums.terms[name] += terms[name].dataSync()[0];
          return loss;
        }, variables);
        sums.loss += value.dataSync()[0];
        const gradients = variables.map(({ name }) => grads[name]);
        const clipped = clipNorm === undefined ? gradients : clipByNorm(gradients, clipNorm);
        applyStep(optimizer, clipped, numbers.subarray(i * width, (i + 1) * width));
      });
      sums.steps++;
    }
    return sums;
  }
}

/** E[x|z] of codes, n x latent: n x features; pixels in 0..1. No data set is needed. */
export function decodeCodes(model: Autoencoder, codes: Float32Array): Float32Array {
  return scoped(() => answer(decoding, model, codesOf(model, codes)).mean);
}

/** Codes, n x latent, as rows that a question is about. */
function codesOf({ config: { latent } }: Autoencoder, codes: Float32Array): Examples {
  return { x: tf.tensor2d(codes, [codes.length / latent, latent]), noise: null };
}

/** What a question is answered with about rows at hand. */
function answer<A extends Answer>(
  question: Question<A>,
  model: Autoencoder,
  rows: Examples,
  numbers: Subject['numbers'] = {},
): Values<A> {
  return scoped(() => {
    const scalars = question.numbers.map((name) => [name, tf.scalar(numbers[name])] as const);
    const tensors = question.answer(model, [rows], Object.fromEntries(scalars));
    const values = Object.entries(tensors).map(([name, tensor]) => [
      name,
      tensor && Float32Array.from(tensor.dataSync()),
    ]);
    return Object.fromEntries(values) as Values<A>;
  });
}

/** A data set of the same kind with other examples, where they are given. */
function withRows(dataset: StoredExamples, rows: Dataset['values'] | undefined): StoredExamples {
  if (!rows) return dataset;
  return { summary: { ...dataset.summary, examples: rows.length / storedWidth(dataset) }, values: rows };
}

/**
 * Noise for draws of z, [draws, latent], that which native graphs draw by the same seed; null for a plain autoencoder,
 * which draws none.
 */
export function drawNoise(model: Autoencoder, draws: number, seed: readonly [number, number]): tf.Tensor2D | null {
  const { latent } = model.config;
  if (!capabilitiesOf(model.config).spread) return null;
  return tf.tensor2d(fillStatelessNormal(new Float32Array(draws * latent), seed), [draws, latent]);
}
