import type { LayoutParams } from '../protocol/layout';
import type { LatentFrame } from '../protocol/trainer';
import { nearestNeighbours } from './neighbours';
import { type Codes, type Layout, project, unproject } from './projection';

type Place = readonly [number, number, number];

/** Where codes are shown, and which code is meant by a place. */
export interface Placement {
  readonly axes: LatentFrame['axes'];
  /** examples x 3. */
  place(codes: Codes): Float32Array;
  /** @param base Where a projection does not show a dimension, it is taken from here. */
  codeAt(place: Place, base: ArrayLike<number>): Float32Array;
}

/** By an affine map, whose inverse is exact. */
export function placementByProjection(layout: Layout): Placement {
  return {
    axes: layout.axes,
    place: (codes) => project(codes, layout),
    codeAt: (place, base) => unproject(place, layout, base),
  };
}

/** Examples that a place, or a code, lies between. */
const between = 8;

/**
 * By the places that the examples have in a layout: what is none of them is where those with the nearest codes are, and
 * a place means the codes of those that are shown nearest, as a mean weighted by 1 / d^2 (Shepard 1968), so that at an
 * example it is its own.
 * @param codes Of all examples. @param positions examples x 3 @param part The examples that have a place; by default all.
 */
export function placementByNeighbours(
  codes: Codes,
  positions: Float32Array,
  axes: Placement['axes'],
  part?: Int32Array,
): Placement {
  const all: Codes = { latent: 3, means: positions };
  const [known, shown] = part ? [rowsOf(codes, part), rowsOf(all, part)] : [codes, all];
  return {
    axes,
    place(others) {
      if (others.means === codes.means) return positions;
      const count = others.means.length / others.latent;
      const result = new Float32Array(3 * count);
      for (let i = 0; i < count; i++) {
        const code = others.means.subarray(i * others.latent, (i + 1) * others.latent);
        result.set(interpolated(known, shown, code), 3 * i);
      }
      return result;
    },
    codeAt: (place) => interpolated(shown, known, place),
  };
}

/** The axes of a layout, which have no meaning of their own. */
export function axesOfLayout({ kind, dims }: Pick<LayoutParams, 'kind' | 'dims'>): Placement['axes'] {
  return Array.from({ length: dims }, (_, axis) => ({ layout: axis, method: kind }));
}

/** The same, but examples that are no part of it have no place. @param codes Of all examples. */
export function placementOfPart(placement: Placement, codes: Codes, part: Int32Array): Placement {
  return {
    ...placement,
    place: (others) =>
      others.means === codes.means
        ? spreadRows(placement.place(rowsOf(codes, part)), 3, part, codes.means.length / codes.latent)
        : placement.place(others),
  };
}

export function rowsOf({ latent, means }: Codes, rows: Int32Array): Codes {
  const result = new Float32Array(rows.length * latent);
  rows.forEach((row, i) => {
    result.set(means.subarray(row * latent, (row + 1) * latent), i * latent);
  });
  return { latent, means: result };
}

/** Values of some rows, each where it belongs among `count`; NaN elsewhere. */
export function spreadRows(values: Float32Array, width: number, rows: Int32Array, count: number): Float32Array {
  const result = new Float32Array(count * width).fill(Number.NaN);
  rows.forEach((row, i) => {
    result.set(values.subarray(i * width, (i + 1) * width), row * width);
  });
  return result;
}

/** The mean of the values of those whose keys lie nearest to `at`, weighted by 1 / distance^2: at a key, its own. */
export function interpolated(keys: Codes, values: Codes, at: ArrayLike<number>): Float32Array {
  const { latent, means } = values;
  const result = new Float32Array(latent);
  const nearest = nearestNeighbours(keys, at, between);
  const weights = nearest.map(({ distance }) => 1 / Math.max(distance ** 2, 1e-12));
  const total = weights.reduce((a, b) => a + b);
  nearest.forEach(({ index }, i) => {
    for (let j = 0; j < latent; j++) result[j] += (weights[i] / total) * means[index * latent + j];
  });
  return result;
}
