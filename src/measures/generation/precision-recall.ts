import { type Estimate, shareOf } from '../estimate';
import type { Points } from '../points';
import { ballsAround, squaredRadii } from './manifold';

/** Neighbours that a ball reaches to: the paper's. */
export const precisionNeighbours = 3;

/** Both from 0 to 1, in a feature space that whoever asks has to state. */
export interface PrecisionRecall {
  /** The share of samples that lie where the data have mass: fidelity. */
  readonly precision: Estimate;
  /** The share of the data that lie where the samples have mass: variety. */
  readonly recall: Estimate;
}

/**
 * Improved precision and recall (Kynkaanniemi et al. 2019, arXiv 1904.06991, equations 1 and 2):
 *
 *   precision = 1/m sum_j 1[y_j in the union of B(x_i, NND_k(x_i))],   recall the same with both exchanged
 *
 * The errors are those of shares of so many points, for balls as they are. Comparable between figures of equal n, m and k alone.
 * @param data x, n points. @param samples y, m points. @throws RangeError of no more than k of either
 */
export async function precisionRecall(
  data: Points,
  samples: Points,
  k = precisionNeighbours,
): Promise<PrecisionRecall> {
  const [ofData, ofSamples] = [await squaredRadii(data, k), await squaredRadii(samples, k)];
  return {
    precision: covered(await ballsAround(samples, data, ofData)),
    recall: covered(await ballsAround(data, samples, ofSamples)),
  };
}

function covered(balls: Int32Array): Estimate {
  return shareOf(
    balls.reduce((count, each) => count + Number(each > 0), 0),
    balls.length,
  );
}
