import type { ColumnValues } from '../protocol/data';
import { permutation, random, toUnit } from '../random';

/** Tells its draws from those of the order of an epoch. */
const balanceSeed = 0xba1a;

/**
 * As many draws, with replacement, from some examples as there are of them, each label n_c of N examples as often as by the
 * weight n_c^(1 - balance): 0 leaves labels as they are, 1 has all of them equally often (Buda et al. 2018, arXiv 1710.05381), 1/2
 * goes by the square root (Mahajan et al. 2018, arXiv 1805.00932). What has no label is a label of its own.
 *
 * The draws are systematic (Kitagawa 1996), at equal distances from one random number on, so that every label, and every example,
 * is drawn as often as it should be, up or down to a whole number: with a balance of 0 each once. The seed and the epoch
 * determine them, and their order.
 */
export function balancedOrder(
  examples: Int32Array,
  { values }: Pick<ColumnValues, 'values'>,
  balance: number,
  seed: number,
  epoch: number,
): Int32Array {
  const count = examples.length;
  const counts = new Map<number, number>();
  for (const index of examples) counts.set(values[index], (counts.get(values[index]) ?? 0) + 1);
  const weightOf = (index: number) => (counts.get(values[index]) ?? 1) ** -balance;
  // Label by label, within each in random order.
  const next = random(seed, balanceSeed, epoch);
  const shuffled = permutation(count, next).map((place) => examples[place]);
  const ordered = byLabel(shuffled, values, counts);
  const total = ordered.reduce((sum, index) => sum + weightOf(index), 0);
  const start = toUnit(next());
  const drawn = new Int32Array(count);
  let sum = 0;
  let at = 0;
  for (const index of ordered) {
    sum += (weightOf(index) / total) * count;
    while (at < count && start + at < sum) drawn[at++] = index;
  }
  // What rounding left.
  while (at < count) drawn[at++] = ordered[count - 1];
  return permutation(count, next).map((place) => drawn[place]);
}

/** Examples by their labels, which are counted, each label's in the order that they come in. */
function byLabel(examples: Int32Array, values: Float32Array, counts: ReadonlyMap<number, number>): Int32Array {
  const next = new Map<number, number>();
  let begin = 0;
  for (const label of [...counts.keys()].sort((a, b) => labelKey(a) - labelKey(b))) {
    next.set(label, begin);
    begin += counts.get(label) ?? 0;
  }
  const ordered = new Int32Array(examples.length);
  for (const index of examples) {
    const place = next.get(values[index]) ?? 0;
    ordered[place] = index;
    next.set(values[index], place + 1);
  }
  return ordered;
}

function labelKey(code: number): number {
  return Number.isNaN(code) ? -1 : code;
}
