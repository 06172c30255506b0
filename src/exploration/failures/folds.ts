import { permutation, random } from '../../random';

/** Tells these numbers from others. */
const foldSeed = 0xf01d;

/**
 * Deals the members of each class out to folds in a random order that is always the same, so that each fold has about as many of each.
 * @param labels A class of each example, from 0; -1: in no fold.
 * @returns The fold of each, or -1.
 */
export function stratifiedFolds(labels: ArrayLike<number>, folds: number): Int32Array {
  const result = new Int32Array(labels.length).fill(-1);
  const dealt = new Map<number, number>();
  for (const index of permutation(labels.length, random(foldSeed))) {
    const label = labels[index];
    if (label < 0) continue;
    // Small classes begin at different folds.
    const next = dealt.get(label) ?? label;
    result[index] = next % folds;
    dealt.set(label, next + 1);
  }
  return result;
}
