import { coordinate, type Points } from '../points';
import { pearson } from '../spearman';
import { type Factor, quantileBins } from './factors';

/** Thresholds between classes are looked for at the borders of so many parts of equally many examples. */
const parts = 20;

/**
 * Separated attribute predictability (Kumar, Sattigeri & Balakrishnan 2018, arXiv 1711.00848, section 3): the mean over factors of how
 * much better the dimension that tells a factor best by itself does so than the second one. A number is told by a line (R^2, the
 * squared correlation), a category by thresholds: at the borders of twentieths, fitted to one half of the examples, the score is the
 * balanced accuracy of the other, so 1 / C by chance. From 0 to 1. Costs n d K.
 */
export function separatedAttributePredictability(
  codes: Points,
  factors: readonly Factor[],
  halves: readonly Int32Array[],
): number {
  const dimensions = Array.from({ length: codes.dims }, (_, j) => coordinate(codes, j));
  const gaps = factors.map((factor) => {
    const [first, second = 0] = dimensions
      .map((values) => attributeScore(values, factor, halves))
      .sort((a, b) => b - a);
    return first - second;
  });
  return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
}

/** How well one dimension tells a factor. */
export function attributeScore(
  values: Float64Array,
  { numbers, levels, count }: Factor,
  halves: readonly Int32Array[],
): number {
  if (!numbers) return thresholdAccuracy(values, levels, count, halves);
  const correlation = pearson(values, numbers);
  return Number.isNaN(correlation) ? 0 : correlation ** 2;
}

/** Balanced: each class counts alike, however many examples it has. */
function thresholdAccuracy(
  values: Float64Array,
  levels: Int32Array,
  count: number,
  halves: readonly Int32Array[],
): number {
  const part = quantileBins(values, parts);
  const [fitted, held] = halves.map((rows) => {
    const shares = Array.from({ length: parts }, () => new Float64Array(count));
    const members = new Float64Array(count);
    for (const i of rows) members[levels[i]]++;
    for (const i of rows) shares[part[i]][levels[i]] += 1 / members[levels[i]];
    return { shares, present: members.filter((each) => each > 0).length };
  });
  const right = fitted.shares.reduce((sum, share, at) => sum + held.shares[at][share.indexOf(Math.max(...share))], 0);
  return right / held.present;
}
