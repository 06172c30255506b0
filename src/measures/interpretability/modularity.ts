import type { Points } from '../points';
import type { Factor } from './factors';
import { informationMatrix } from './mutual-information';

/**
 * Modularity (Ridgeway & Mozer 2018, arXiv 1802.05312, section 3): whether each dimension says something of one factor alone. With
 * theta_j the largest I(z_j; v_k) of a dimension,
 *
 *   1/d sum_j (1 - sum_{k != k(j)} I(z_j; v_k)^2 / (theta_j^2 (K - 1)))
 *
 * From 0 to 1. Dimensions that say nothing at all count as 0, as in Locatello et al. 2019. Information as of the gap. Costs n d K.
 * @throws RangeError of fewer than two factors
 */
export function modularity(codes: Points, factors: readonly Factor[]): number {
  if (factors.length < 2) throw new RangeError('modularity takes two factors');
  const each = informationMatrix(codes, factors).map((information) => {
    const squares = information.map((value) => value ** 2);
    const largest = Math.max(...squares);
    const others = squares.reduce((sum, value) => sum + value, 0) - largest;
    return largest > 0 ? 1 - others / (largest * (factors.length - 1)) : 0;
  });
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}
