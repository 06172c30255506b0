import type { TrainingConfig } from '../protocol/config';
import { permutation, random } from '../random';

export interface Split {
  /** Example indices, ascending. */
  readonly training: Int32Array;
  readonly validation: Int32Array;
}

/** Holds a seeded share of the examples out, always leaving one to train on. */
export function splitExamples(examples: number, share: number, seed: number): Split {
  const held = Math.min(Math.round(examples * share), examples - 1);
  const order = permutation(examples, random(seed, 0x5eed));
  return { validation: order.slice(0, held).sort(), training: order.slice(held).sort() };
}

/** As a training is configured. */
export function splitOf(
  examples: number,
  { validationSplit, seed, splitSeed = seed }: Pick<TrainingConfig, 'validationSplit' | 'seed' | 'splitSeed'>,
): Split {
  return splitExamples(examples, validationSplit, splitSeed);
}
