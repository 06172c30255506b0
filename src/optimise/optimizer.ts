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
  /** Its learning rate over the one that steps are asked for with; 1 where left out. */
  readonly rate?: number;
  /** It takes the first of so many steps, and in the others stays as it is; 1 where left out. */
  readonly every?: number;
  /** By name, what holds the running means of an `averaged` rule: the caller's, who stores them. */
  readonly averages?: ReadonlyMap<string, tf.Variable>;
}

/** A trained variable, its player, and where the numbers are that the player's rule takes a step with. */
export interface PlayersSlot extends Slot {
  readonly rule: UpdateRule;
  readonly numbers: readonly [begin: number, end: number];
  /** Of a player that does not take each step: where the number is that says whether it takes this one, 1 or 0. */
  readonly turn?: number;
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
    this.slots = players.flatMap(({ rule, variables, averages, every = 1 }) => {
      const numbers = [width, width + rule.numbers(1, 1).length] as const;
      const turn = every > 1 ? { turn: numbers[1] } : {};
      width = every > 1 ? numbers[1] + 1 : numbers[1];
      return [...variables].map(([name, variable]) => ({
        variable,
        rule,
        numbers,
        ...turn,
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
      learningRates.flatMap((rate, i) => this.players.flatMap((player) => numbersOf(player, this.steps + i, rate))),
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
        if (slot.turn !== undefined && numbers[slot.turn] === 0) continue;
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

/** What a player's rule takes a step with, and whether it takes it where that is not always so. @param step From 0. */
function numbersOf({ rule, rate = 1, every = 1 }: Player, step: number, learningRate: number): readonly number[] {
  // Its own steps are counted, as in its corrections of running means that begin at 0.
  const numbers = rule.numbers(Math.floor(step / every) + 1, learningRate * rate);
  return every > 1 ? [...numbers, step % every === 0 ? 1 : 0] : numbers;
}
