import type { Dataset } from '../dataset';

/** Takes training steps with one optimiser's state. */
export interface Stepper {
  /** How many steps with batches of a size a call should take, so that others are answered in between. */
  stepsPerCall(batchSize: number): number;
  run(steps: Steps): StepSums;
  dispose(): void;
}

/** Consecutive steps with batches of one size; at least one. */
export interface Steps {
  readonly batchSize: number;
  /** Examples of all steps, by index: steps x batchSize. */
  readonly batches: Int32Array;
  /** The examples that `batches` chooses from, where they are not those of the data set; like these otherwise. */
  readonly rows?: Dataset['values'];
  /** Of a model that knows classes: that of each of `batches`, by its number. */
  readonly classes?: Int32Array;
  /** Of each step's noise: steps x 2. Equal seeds draw equal noise. */
  readonly seeds: Int32Array;
  /** The numbers that the objective depends on, by name, each of all steps. */
  readonly scalars: Readonly<Record<string, Float32Array>>;
  /** What the optimiser takes each step with, from `Optimizer.numbers`: steps x numbers. */
  readonly numbers: Float32Array;
}

/** Sums over steps of the batches' means, nats per example. */
export interface StepSums {
  /** Steps taken. Fewer than asked for if a term was no finite number: that step was the last. */
  readonly steps: number;
  readonly loss: number;
  /** The terms of the objective, by name. */
  readonly terms: Readonly<Record<string, number>>;
}

/** How many steps there are. */
export function countSteps({ seeds }: Pick<Steps, 'seeds'>): number {
  return seeds.length / 2;
}

/** @param sums Of the loss, and of the terms of these names. */
export function stepSums(steps: number, [loss, ...sums]: readonly number[], names: readonly string[]): StepSums {
  return { steps, loss, terms: Object.fromEntries(names.map((name, i) => [name, sums[i]])) };
}
