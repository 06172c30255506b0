import { Matrix } from 'ml-matrix';
import type { DirectionAxis } from '../protocol/direction-axis';
import {
  type Codes,
  centre,
  covariance,
  dot,
  followComponents,
  type Layout,
  multiply,
  orthonormalise,
  principalComponents,
  shares,
} from './projection';

/**
 * A direction as the first axis, u = v / ||v||, and as the others the directions of largest variance of what is orthogonal to it:
 * the leading eigenvectors of P C P, with P = I - u u^T. Rows are orthonormal, so that a place means one code exactly.
 * @param previous Of the same direction at another epoch, whose axes are turned no further than they must.
 * @throws RangeError of a direction of another space
 */
export function directionLayout(codes: Codes, { vector, name }: DirectionAxis, previous: Layout | null): Layout {
  const { latent } = codes;
  if (vector.length !== latent) throw new RangeError(`A direction of ${latent} dimensions, not ${vector.length}`);
  const length = Math.sqrt(dot(vector, vector));
  const along = Float64Array.from(vector, (value) => value / length);
  const origin = centre(codes);
  const spread = covariance(codes, origin);
  const beside = deflated(spread, along);
  const count = Math.min(2, latent - 1);
  const rest = previous
    ? followComponents(previous.basis.slice(1, 1 + count), beside)
    : principalComponents(beside).slice(0, count);
  const axes: Float64Array[] = [along];
  for (const axis of rest) axes.push(orthonormalise(axis, axes, anyBeside(axes)));
  const [x, y, z = new Float64Array(latent)] = axes;
  const basis = [x, y, z] as const;
  const [first, ...others] = shares(basis, spread);
  const named = others.map((share, i) => (i < count ? { ...share, rest: i + 1 } : {}));
  return { origin, basis, axes: [{ ...first, direction: name }, ...named] };
}

/** P C P = C - u (C u)^T - (C u) u^T + (u^T C u) u u^T. */
function deflated(spread: Matrix, u: Float64Array): Matrix {
  const turned = multiply(spread, u);
  const own = dot(u, turned);
  const value = (j: number, k: number) => spread.get(j, k) - u[j] * turned[k] - turned[j] * u[k] + own * u[j] * u[k];
  return new Matrix(Array.from(u, (_, j) => Array.from(u, (_, k) => value(j, k))));
}

/** A direction that is orthogonal to all of these: where nothing varies beside them, one is as good as another. */
function anyBeside(axes: readonly Float64Array[]): Float64Array {
  const units = Array.from(axes[0], (_, i) => axes[0].map((_, j) => Number(i === j)));
  const lengthBeside = (unit: Float64Array) => 1 - axes.reduce((sum, axis) => sum + dot(axis, unit) ** 2, 0);
  const best = units.reduce((a, b) => (lengthBeside(b) > lengthBeside(a) ? b : a));
  return orthonormalise(best, axes, best);
}
