import { normalQuantile } from './normal-quantile';

/** Of points, so many of a hundred are left out at either side. */
const outside = 0.02;

/**
 * Places of a square grid on two axes of the view, side x side x 3, row by row from above, left to right.
 * @param base Where the third axis is taken from. @param along The places on either axis, ascending.
 */
export function gridPlaces(
  base: ArrayLike<number>,
  [across, up]: readonly [number, number],
  along: readonly [readonly number[], readonly number[]],
): Float32Array {
  const side = along[0].length;
  const places = new Float32Array(3 * side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = 3 * (row * side + column);
      places.set(Array.from(base), at);
      places[at + across] = along[0][column];
      places[at + up] = along[1][side - 1 - row];
    }
  }
  return places;
}

/** The middles of `side` equally probable parts of N(0, 1) (Kingma and Welling 2014, arXiv 1312.6114, figure 4). */
export function normalSteps(side: number): readonly number[] {
  return Array.from({ length: side }, (_, i) => normalQuantile((i + 0.5) / side));
}

/** Even steps over what all but a few points cover on an axis. @param positions examples x 3. */
export function evenSteps(positions: Float32Array, axis: number, side: number): readonly number[] {
  const values = positions.filter((value, at) => at % 3 === axis && Number.isFinite(value)).sort();
  if (values.length === 0) return new Array<number>(side).fill(0);
  const at = (share: number) => values[Math.round(share * (values.length - 1))];
  const [low, high] = [at(outside), at(1 - outside)];
  return Array.from({ length: side }, (_, i) =>
    side === 1 ? (low + high) / 2 : low + ((high - low) * i) / (side - 1),
  );
}
