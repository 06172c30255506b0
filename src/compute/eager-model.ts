import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset';
import { scoped } from '../graph';
import type { Autoencoder } from '../model/autoencoder';
import { type Classes, numbered } from '../model/classes';
import { generate } from '../model/generation';
import { type Noise, noNoise } from '../model/noise';
import type { Examples, Objective } from '../model/objectives';
import type { Optimizer } from '../optimise';
import type { Computer } from './computation';
import { gatherBatch, type StoredExamples, storedWidth } from './examples';
import { drawHere, noiseOfParts } from './noise';
import { type Answer, noSeed, type Question, type Rows, type Subject, type Values } from './question';
import { decoding } from './questions';
import { differentiate } from './step';
import { countSteps, type Stepper, type StepSums, type Steps, stepSums } from './steps';
import { toldClasses } from './told-classes';

/** A model and its data computed operation by operation, on whatever backend there is. */
export class EagerModel implements Computer {
  constructor(
    private readonly model: Autoencoder,
    private readonly dataset: StoredExamples,
  ) {}

  ask<A extends Answer>(question: Question<A>, subject: Subject): Values<A> {
    return scoped(() => answer(question, this.model, this.rowsOf(subject), subject.numbers));
  }

  decode(codes: Float32Array, classes?: Int32Array, temperature?: number): Float32Array {
    const { generation } = this.model;
    if (!generation) return decodeCodes(this.model, codes, classes);
    return scoped(() => {
      const { x, classes: own } = codesOf(this.model, codes, classes);
      const z = this.model.nearestCode(x);
      const written = generate(generation.length, generation, z, { classes: own, temperature });
      return Float32Array.from(written.dataSync());
    });
  }

  training(optimizer: Optimizer, objective: Objective): Stepper {
    return {
      stepsPerCall: () => 1,
      run: (steps) => this.takeSteps(steps, optimizer, objective),
      dispose: () => undefined,
    };
  }

  dispose(): void {
    // The model and its data are the caller's.
  }

  private rowsOf({ codes, indices, rows, classes, seed = noSeed }: Subject): Rows {
    if (codes && !indices) return codesOf(this.model, codes, classes);
    const examples = this.examples(indices ?? new Int32Array(), rows, classes, seed);
    return codes ? { ...examples, z: codesOf(this.model, codes).x } : examples;
  }

  private examples(
    indices: Int32Array,
    rows: Dataset['values'] | undefined,
    classes: Int32Array | undefined,
    seed: readonly [number, number],
  ): Examples {
    const x = gatherBatch(withRows(this.dataset, rows), indices);
    return { x, classes: classesHere(this.model, classes), noise: noiseOf(indices.length, seed) };
  }

  private takeSteps(steps: Steps, optimizer: Optimizer, objective: Objective): StepSums {
    const { batchSize, batches, rows, classes, seeds, numbers } = steps;
    const { variables, width } = optimizer;
    const sums = new Array<number>(1 + objective.terms.length).fill(0);
    let taken = 0;
    while (taken < countSteps(steps) && sums.every(Number.isFinite)) {
      const i = taken++;
      const ofStep = [i * batchSize, (i + 1) * batchSize] as const;
      const indices = batches.subarray(...ofStep);
      const seed = [seeds[2 * i], seeds[2 * i + 1]] as const;
      const scalars = Object.fromEntries(objective.scalars.map((name) => [name, steps.scalars[name][i]]));
      scoped(() => {
        const examples = () => [this.examples(indices, rows, classes?.subarray(...ofStep), seed)];
        const { losses, gradients, updates } = differentiate(objective, examples, scalars, variables);
        for (const [place, value] of losses.dataSync().entries()) sums[place] += value;
        optimizer.apply(optimizer.clip(gradients), numbers.subarray(i * width, (i + 1) * width));
        for (const { variable, value } of updates) variable.assign(value);
        tf.dispose([losses, ...updates.map(({ value }) => value)]);
      });
    }
    return stepSums(taken, sums, objective.terms);
  }
}

/**
 * E[x|z] of codes, n x latent: n x features; pixels in 0..1. No data set is needed.
 * @param classes Of a model that knows them: that of each code, by its number.
 */
export function decodeCodes(model: Autoencoder, codes: Float32Array, classes?: Int32Array): Float32Array {
  return scoped(() => answer(decoding, model, codesOf(model, codes, classes)).mean);
}

/** Codes, n x latent, as rows that a question is about. */
function codesOf(model: Autoencoder, codes: Float32Array, classes?: Int32Array): Examples {
  const { latent } = model.config;
  const x = tf.tensor2d(codes, [codes.length / latent, latent]);
  return { x, classes: classesHere(model, classes), noise: noNoise };
}

function classesHere(model: Autoencoder, numbers?: Int32Array): Classes {
  const told = toldClasses(model, numbers);
  return told && numbered(told, model.classes.length);
}

/** What a question is answered with about rows at hand. */
function answer<A extends Answer>(
  question: Question<A>,
  model: Autoencoder,
  rows: Rows,
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

/** Noise for some rows, that which native graphs draw by the same seed. */
export function noiseOf(rows: number, seed: readonly [number, number]): Noise {
  return noiseOfParts([rows], drawHere(seed))[0];
}
