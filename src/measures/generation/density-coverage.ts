import { type Estimate, meanOf, shareOf } from '../estimate';
import { countOf, type Points, squaredDistance } from '../points';
import { ballsAround, squaredRadii } from './manifold';

/** Neighbours that a ball reaches to: the paper's. */
export const densityNeighbours = 5;

export interface DensityCoverage {
  /** How many of the data's balls a sample lies in, by k: 1 is expected where both are one distribution, and it may be above 1. */
  readonly density: Estimate;
  /** The share of the data that have a sample in their ball; 1 - (1/2)^k is expected of so many samples as data. */
  readonly coverage: Estimate;
}

/**
 * Density and coverage (Naeem et al. 2020, "Reliable Fidelity and Diversity Metrics for Generative Models", arXiv 2002.09797, equations
 * 3 and 5), by balls around the data alone, which one outlier among the samples does not change:
 *
 *   density = 1/(k m) sum_j sum_i 1[y_j in B(x_i, NND_k(x_i))],   coverage = 1/n sum_i 1[some y_j in B(x_i, NND_k(x_i))]
 *
 * The errors are those of the mean over the samples and of a share of the data, for balls as they are.
 * @param data x, n points. @param samples y, m points. @throws RangeError of no more than k data
 */
export async function densityCoverage(data: Points, samples: Points, k = densityNeighbours): Promise<DensityCoverage> {
  const radii = await squaredRadii(data, k);
  const balls = await ballsAround(samples, data, radii);
  const m = countOf(samples);
  const isCovered = (i: number) => {
    for (let j = 0; j < m; j++) if (squaredDistance(data, i, samples, j) <= radii[i]) return true;
    return false;
  };
  const hit = radii.reduce((count, _, i) => count + Number(isCovered(i)), 0);
  return { density: meanOf(Float64Array.from(balls, (count) => count / k)), coverage: shareOf(hit, radii.length) };
}
