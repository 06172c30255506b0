import { fitCurve } from './umap-curve';

/**
 * Tables of a function of a squared distance, by the first bits of its single-precision number: the exponent, and 7 bits of
 * the mantissa, so that an entry stands for numbers at most 0.4 % from it. They save a power for each force.
 */
const mantissaBits = 7;
export const tableShift = 23 - mantissaBits;
/** From 2^-40 on, a millionth in distance, to 2^40. */
export const tableBegin = (127 - 40) << mantissaBits;
export const tableLength = 80 << mantissaBits;

/**
 * Forces of UMAP, to be multiplied by the difference of two points, by their squared distance s: attraction
 * 2ab s^(b-1) / (1 + a s^b), repulsion 2b / ((0.001 + s) (1 + a s^b)), with `a` and `b` of the curve for `minDist`.
 */
export function forceTables(minDist: number): { readonly attraction: Float32Array; readonly repulsion: Float32Array } {
  const { a, b } = fitCurve(minDist, 1);
  const attraction = new Float32Array(tableLength);
  const repulsion = new Float32Array(tableLength);
  const squared = new Float32Array(1);
  const bits = new Int32Array(squared.buffer);
  for (let place = 0; place < tableLength; place++) {
    bits[0] = ((tableBegin + place) << tableShift) | (1 << (tableShift - 1));
    const [s] = squared;
    const power = s ** b;
    attraction[place] = (2 * a * b * power) / (s * (1 + a * power));
    repulsion[place] = (2 * b) / ((0.001 + s) * (1 + a * power));
  }
  return { attraction, repulsion };
}
