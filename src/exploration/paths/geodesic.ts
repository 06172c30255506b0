import { type Curve, nodesOf } from './curve';
import { descend } from './descent';

/** The energy of a decoded curve, and its gradient by the codes of the nodes, nodes x latent. */
export interface CurveSlope {
  readonly energy: number;
  readonly gradient: Float32Array;
}

export interface Geodesic {
  readonly curve: Curve;
  /** How often the decoder was asked. */
  readonly evaluations: number;
  /** Whether more of them would have gained next to nothing. */
  readonly converged: boolean;
}

const mostEvaluations = 80;
/** Of the energy, in a step. */
const tolerance = 2e-4;

/**
 * A geodesic of the metric that the decoder pulls back to the latent space (Arvanitidis, Hansen and Hauberg 2018, arXiv 1710.11379): of all
 * curves between the same ends one whose decoded nodes have the least energy, found downhill from another (Shao, Kumar and Fletcher
 * 2018, arXiv 1711.08014). Steps are taken in the metric of the chain itself: for a linear decoder with J^T J = m I the Hessian of the
 * energy is n m T, with T the matrix (-1, 2, -1) over the inner nodes, so that one step with its inverse is all; moved by its gradient alone,
 * a chain of n pieces needs about n^2 steps to hear in its middle of its ends.
 * @param begin Its ends stay. @param slopeOf By weights that stay as they are.
 */
export async function geodesicFrom(
  begin: Curve,
  slopeOf: (values: Float32Array) => Promise<CurveSlope>,
): Promise<Geodesic> {
  const { values, width } = begin;
  const pieces = nodesOf(begin) - 1;
  const inner = Float64Array.from(values.subarray(width, pieces * width));
  const whole = (inner: Float64Array) => {
    const all = values.slice();
    all.set(inner, width);
    return all;
  };
  const at = async (inner: Float64Array) => {
    const { energy, gradient } = await slopeOf(whole(inner));
    return { value: energy, gradient: Float64Array.from(gradient.subarray(width, pieces * width)) };
  };
  // Of a straight line the energy is m ||b - a||^2 / 2: by it m is known about.
  const apart = values.subarray(0, width).reduce((sum, value, j) => sum + (values[pieces * width + j] - value) ** 2, 0);
  const { place, evaluations, converged } = await descend(inner, at, {
    precondition: (vector) => solveChain(vector, width),
    firstScale: ({ value }) => (value > 0 ? apart / (2 * value * pieces) : 1),
    mostEvaluations,
    tolerance,
  });
  return { curve: { values: whole(place), width }, evaluations, converged };
}

/**
 * T^-1 v for each column of v, nodes x width, with T the matrix (-1, 2, -1) over the nodes. Its elimination is known in closed form: the
 * pivots are (i + 2) / (i + 1).
 */
export function solveChain(vector: Float64Array, width: number): Float64Array {
  const result = Float64Array.from(vector);
  const nodes = vector.length / width;
  for (let i = 1; i < nodes; i++)
    for (let j = 0; j < width; j++) result[i * width + j] += (i / (i + 1)) * result[(i - 1) * width + j];
  for (let i = nodes - 1; i >= 0; i--) {
    for (let j = 0; j < width; j++) {
      const after = i + 1 < nodes ? result[(i + 1) * width + j] : 0;
      result[i * width + j] = ((i + 1) / (i + 2)) * (result[i * width + j] + after);
    }
  }
  return result;
}
