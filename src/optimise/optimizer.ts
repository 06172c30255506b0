import * as tf from '@tensorflow/tfjs';
import { checkTensor, loadTensor, type StoredTensor, type StoredTensors, storeTensor } from '../model/weights';
import { averageName } from './averaged';
import { clipByNorm } from './clipping';
import type { Slot, UpdateRule } from './update-rule';

/** Variables that one rule changes, by the gradients of a loss of their own. */
export interface Player {
  readonly rule: UpdateRule;
  /** By name. */
  readonly variables: ReadonlyMap<string, tf.Variable>;
  /** The largest norm of all gradients together. */
  readonly clipNorm?: number;
  /** By name, what holds the running means of an `averaged` rule: the caller's, who stores them. */
  readonly averages?: ReadonlyMap<string, tf.Variable>;
}

/** A trained variable, its player, and where the numbers are that the player's rule takes a step with. */
export interface PlayersSlot extends Slot {
  readonly rule: UpdateRule;
  readonly numbers: readonly [begin: number, end: number];
}

/** The state of training: how many steps were taken, and what each player's rule keeps of its variables. */
export class Optimizer {
  readonly slots: readonly PlayersSlot[];
  /** How many numbers a step is taken with. */
  readonly width: number;
  private steps = 0;
  private readonly names: readonly string[];
  /** Means that are the caller's. */
  private readonly callers = new Set<tf.Variable>();

  constructor(private readonly players: readonly Player[]) {
    let width = 0;
    this.slots = players.flatMap(({ rule, variables, averages }) => {
      const begin = width;
      width += rule.numbers(1, 1).length;
      return [...variables].map(([name, variable]) => ({
        variable,
        rule,
        numbers: [begin, width] as const,
        means: rule.means.map(
          (mean) => this.given(mean, averages?.get(name)) ?? tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
        ),
      }));
    });
    this.width = width;
    this.names = players.flatMap(({ variables }) => [...variables.keys()]);
  }

  get variables(): readonly tf.Variable[] {
    return this.slots.map(({ variable }) => variable);
  }

  /** What the next steps are taken with, one after another. @param learningRates Of each step. */
  numbers(learningRates: readonly number[]): Float32Array {
    return Float32Array.from(
      learningRates.flatMap((rate, i) => this.players.flatMap(({ rule }) => rule.numbers(this.steps + 1 + i, rate))),
    );
  }

  /** Gradients of all variables, those of each player clipped as it has it. */
  clip(gradients: readonly tf.Tensor[]): readonly tf.Tensor[] {
    let begin = 0;
    return this.players.flatMap(({ variables, clipNorm }) => {
      const own = gradients.slice(begin, begin + variables.size);
      begin += variables.size;
      return clipNorm === undefined ? own : clipByNorm(own, clipNorm);
    });
  }

  /** One step by single operations. @param numbers Those of this step. */
  apply(gradients: readonly tf.Tensor[], numbers: Float32Array): void {
    tf.tidy(() => {
      const scalars = Array.from(numbers, (number) => tf.scalar(number));
      for (const [i, slot] of this.slots.entries()) {
        slot.rule.apply(slot, gradients[i], scalars.slice(...slot.numbers));
      }
    });
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
    tf.dispose(this.slots.flatMap(({ means }) => means.filter((mean) => !this.callers.has(mean))));
  }

  private given(mean: string, average: tf.Variable | undefined): tf.Variable | undefined {
    if (mean !== averageName || !average) return undefined;
    this.callers.add(average);
    return average;
  }

  /** What is kept of the variables, as a checkpoint names it: `encoder/dense_0/kernel/first`. */
  private means(): { readonly name: string; readonly mean: tf.Variable }[] {
    return this.slots.flatMap(({ means, rule }, i) =>
      means
        .map((mean, j) => ({ name: `${this.names[i]}/${rule.means[j]}`, mean }))
        .filter(({ mean }) => !this.callers.has(mean)),
    );
  }
}
