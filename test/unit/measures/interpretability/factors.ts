import { type Factor, factorOf } from '../../../../src/measures/interpretability/factors';
import { pointsOf, weyl } from '../weyl';

const n = 600;
const rows = Int32Array.from({ length: n }, (_, i) => i);
const three = Float32Array.from(rows, (i) => i % 3);
const five = Float32Array.from(rows, (i) => Math.floor(i / 3) % 5);
const number = Float32Array.from(weyl(n, 17));

function factor(name: string, type: 'category' | 'numeric', values: Float32Array): Factor {
  const found = factorOf({ name, type, values }, rows);
  if (!found) throw new Error('it varies');
  return found;
}

/** Two categories and a number; the codes follow them with noise, but for the third dimension, which follows none. */
export const factors = [
  factor('three', 'category', three),
  factor('five', 'category', five),
  factor('number', 'numeric', number),
] as const;

const [a, b, c, d] = [2, 3, 5, 7].map((prime) => weyl(n, prime));
export const codes = pointsOf(
  Float64Array.from(rows, (i) => three[i] + 0.5 * a[i]),
  Float64Array.from(rows, (i) => five[i] + 1.5 * b[i] + 0.5 * three[i]),
  c,
  Float64Array.from(rows, (i) => 2 * number[i] + 0.3 * d[i]),
);

/** Codes that are the factors themselves, each a dimension. */
export const perfect = pointsOf(three, five, number);

/** 3 x 4 x 5 values in all combinations, six times, and codes that hold them. */
export function grid() {
  const of = (divisor: number, count: number) =>
    Float32Array.from({ length: 360 }, (_, i) => Math.floor((i % 60) / divisor) % count);
  const all = Int32Array.from({ length: 360 }, (_, i) => i);
  const columns = [of(20, 3), of(5, 4), of(1, 5)];
  return {
    factors: columns.map((values, k) => factorOf({ name: `factor ${k}`, type: 'category', values }, all) as Factor),
    columns,
  };
}
