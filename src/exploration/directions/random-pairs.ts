import type { ByChance } from '../../protocol/directions';
import { toUnit } from '../../random';

/** Two sets of examples that have none in common. */
export interface Pair {
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/** Two random sets of such sizes, of these; where they are not as many, as large a part of them for each. @param next Random 32 bits. */
export function randomPair(of: Int32Array, sizes: readonly [number, number], next: () => number): Pair {
  const wanted = sizes[0] + sizes[1];
  const [a, b] = wanted <= of.length ? sizes : sizes.map((size) => Math.floor((size * of.length) / wanted));
  const shuffled = of.slice();
  // Fisher and Yates, as far as it is looked at.
  for (let i = 0; i < a + b; i++) {
    const other = i + Math.floor(toUnit(next()) * (shuffled.length - i));
    [shuffled[i], shuffled[other]] = [shuffled[other], shuffled[i]];
  }
  return { a: shuffled.slice(0, a), b: shuffled.slice(a, a + b) };
}

export function byChance(values: readonly number[]): ByChance {
  const pairs = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / pairs;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, pairs - 1)), pairs };
}
