import type { Points } from '../../../src/layout/neighbours';

const roots = [2, 3, 5, 7, 11, 13];

/** Fractional parts of multiples of a root: numbers within 0 and 1 that a reference in another language has, too. */
export const weyl = (n: number, prime: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => ((i + 1) * Math.sqrt(prime)) % 1);

/** Points whose coordinates are such numbers, as float32. */
export function weylPoints(n: number, dims: number, shift = 0, scale = 1): Points {
  const columns = roots.slice(0, dims).map((prime) => weyl(n, prime));
  const values = Float32Array.from(
    { length: n * dims },
    (_, at) => columns[at % dims][Math.floor(at / dims)] * scale + shift,
  );
  return { values, dims };
}

/** Columns of numbers as points. */
export function pointsOf(...columns: readonly ArrayLike<number>[]): Points {
  const dims = columns.length;
  const n = columns[0].length;
  return {
    values: Float32Array.from({ length: n * dims }, (_, at) => columns[at % dims][Math.floor(at / dims)]),
    dims,
  };
}
