import { permutation, random, toUnit } from '../../../../src/random';

/** Images with faults whose places are known. */
export interface Planted {
  /** images x width, bytes. */
  readonly values: Uint8Array;
  readonly labels: Uint8Array;
  /** Those with another label than they had. */
  readonly flipped: ReadonlySet<number>;
  /** Those that equal one before them. */
  readonly copies: ReadonlySet<number>;
  /** Those of independent uniform pixels. */
  readonly noise: ReadonlySet<number>;
}

/** Gives 5 % of the images another label, makes 1 % copies of others, and 1 % noise; no image has two faults. */
export function plantFaults(clean: Uint8Array, labels: Uint8Array, classes: number, seed: number): Planted {
  const count = labels.length;
  const width = clean.length / count;
  const next = random(seed);
  const uniform = () => toUnit(next());
  const order = permutation(count, next);
  const hundredth = Math.round(count / 100);
  const flipped = order.slice(0, 5 * hundredth);
  const noise = order.slice(5 * hundredth, 6 * hundredth);
  const rest = order.slice(6 * hundredth).sort();
  // A copy stands behind what it is of.
  const copies = permutation(rest.length - 1, next)
    .slice(0, hundredth)
    .map((at) => at + 1);
  const values = clean.slice();
  const given = labels.slice();
  for (const index of flipped) given[index] = (labels[index] + 1 + Math.floor(uniform() * (classes - 1))) % classes;
  for (const index of noise)
    for (let i = index * width; i < (index + 1) * width; i++) values[i] = Math.floor(256 * uniform());
  const isCopy = new Set(copies);
  const copied = new Set<number>();
  for (const at of copies) {
    let of = at;
    while (isCopy.has(of)) of = Math.floor(uniform() * at);
    const [from, to] = [rest[of], rest[at]];
    values.copyWithin(to * width, from * width, (from + 1) * width);
    given[to] = given[from];
    copied.add(to);
  }
  return { values, labels: given, flipped: new Set(flipped), copies: copied, noise: new Set(noise) };
}

/**
 * Average precision: the mean over the true ones of the precision of the list down to each. Of equal scores the lower index comes
 * first; NaN comes last. @param scores The larger, the likelier.
 */
export function averagePrecision(scores: ArrayLike<number>, truth: ReadonlySet<number>): number {
  const value = (i: number) => (Number.isNaN(scores[i]) ? Number.NEGATIVE_INFINITY : scores[i]);
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => value(b) - value(a) || a - b);
  let [found, sum] = [0, 0];
  for (const [rank, index] of order.entries()) if (truth.has(index)) sum += ++found / (rank + 1);
  return sum / truth.size;
}
