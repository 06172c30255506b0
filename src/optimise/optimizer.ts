import * as tf from '@tensorflow/tfjs';
import { checkTensor, loadTensor, type StoredTensor, type StoredTensors, storeTensor } from '../model/weights';
import type { Slot, UpdateRule } from './update-rule';

/** The state of an optimiser: how many steps it has taken, and what its rule keeps of each variable. */
export class Optimizer {
  readonly slots: readonly Slot[];
  private steps = 0;
  private readonly names: readonly string[];

  constructor(
    readonly rule: UpdateRule,
    variables: ReadonlyMap<string, tf.Variable>,
  ) {
    this.names = [...variables.keys()];
    this.slots = [...variables.values()].map((variable) => ({
      variable,
      means: rule.means.map(() => tf.tidy(() => tf.variable(tf.zerosLike(variable), false))),
    }));
  }

  /** What the next steps are taken with, one after another. @param learningRates Of each step. */
  numbers(learningRates: readonly number[]): Float32Array {
    return Float32Array.from(learningRates.flatMap((rate, i) => this.rule.numbers(this.steps + 1 + i, rate)));
  }

  advance(steps: number): void {
    this.steps += steps;
  }

  state(): StoredTensors {
    const state = new Map<string, StoredTensor>([['step', { shape: [], values: Float32Array.of(this.steps) }]]);
    for (const { name, mean } of this.means()) state.set(name, storeTensor(mean));
    return state;
  }

  /** Throws an Error that says what of the optimiser's state is missing or of another shape. */
  check(state: StoredTensors): void {
    const steps = state.get('step')?.values[0];
    if (steps === undefined || !(Number.isInteger(steps) && steps >= 0))
      throw new Error('it lacks the number of steps');
    for (const { name, mean } of this.means()) checkTensor(mean, state, name);
  }

  restore(state: StoredTensors): void {
    this.steps = state.get('step')?.values[0] ?? 0;
    for (const { name, mean } of this.means()) loadTensor(mean, state, name);
  }

  dispose(): void {
    for (const { means } of this.slots) tf.dispose([...means]);
  }

  /** What is kept of the variables, as a checkpoint names it: `encoder/dense_0/kernel/first`. */
  private means(): { readonly name: string; readonly mean: tf.Variable }[] {
    return this.slots.flatMap(({ means }, i) =>
      means.map((mean, j) => ({ name: `${this.names[i]}/${this.rule.means[j]}`, mean })),
    );
  }
}

/** One step by single operations. */
export function applyStep(
  { rule, slots }: Pick<Optimizer, 'rule' | 'slots'>,
  gradients: readonly tf.Tensor[],
  numbers: ArrayLike<number>,
): void {
  tf.tidy(() => {
    const scalars = Array.from(numbers, (number) => tf.scalar(number));
    for (const [i, slot] of slots.entries()) rule.apply(slot, gradients[i], scalars);
  });
}
