import { random, toUnit } from '../../random';
import type { Factor } from './factors';

/** Draws of one vote, and votes of each half: those that a classifier learns from, and those that it is judged by. */
export const draws = 64;
export const votes = 1000;
/** Tells these numbers from others. */
const voteSeed = 0x50f;

/** Examples that have a factor in common: so many pairs, or so many examples of one value. */
export interface Vote {
  /** The number of the factor that was held fixed. */
  readonly factor: number;
  readonly rows: Int32Array;
}

/**
 * So many votes, each of a factor that is held fixed at a value that is drawn, each value alike, with examples drawn from those that have
 * it. Only data whose examples have all factors in all combinations, as often, hold nothing else fixed besides.
 * @param draw The examples of a vote, from a list of those with each value of the factor.
 */
export function drawVotes(
  factors: readonly Factor[],
  seed: number,
  draw: (byValue: readonly Int32Array[], index: (count: number) => number) => Int32Array,
): readonly Vote[] {
  const next = random(voteSeed, seed);
  const index = (count: number) => Math.floor(toUnit(next()) * count);
  const groups = factors.map(({ levels, count }) =>
    Array.from({ length: count }, (_, level) => rowsWith(levels, level)).filter(({ length }) => length > 1),
  );
  const usable = groups.map((_, factor) => factor).filter((factor) => groups[factor].length > 0);
  if (usable.length < 2) throw new RangeError('votes take two factors whose values come twice');
  return Array.from({ length: votes }, () => {
    const factor = usable[index(usable.length)];
    return { factor, rows: draw(groups[factor], index) };
  });
}

function rowsWith(levels: Int32Array, level: number): Int32Array {
  return Int32Array.from({ length: levels.length }, (_, row) => row).filter((row) => levels[row] === level);
}
