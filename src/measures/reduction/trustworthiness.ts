import { trustOfEach } from '../../exploration/layout-trust';
import { type Estimate, meanOf } from '../estimate';
import type { Space } from './space';

/**
 * Trustworthiness of a space as a picture of another, with k neighbours (Venna & Kaski 2001, "Neighborhood Preservation in Nonlinear
 * Projection Methods", equation 1): how far those that are neighbours in the picture are so in truth,
 *
 *   T(k) = 1 - 2 / (n k (2n - 3k - 1)) sum_i sum_{j in U_k(i)} (r(i, j) - k),
 *
 * where U_k(i) are the k nearest of i in the picture that are not among its k nearest in truth, and r(i, j) is the rank of j
 * there. 1 is best; about 1/2 is chance. Continuity (equation 2) is the same with the roles exchanged.
 *
 * Without a unit. The error is that of the mean of the points' own terms, each of which depends on all points: it is of these examples,
 * not of other data sets. Costs n^2 (d + d') products and one pass over n^2 distances, in single precision: ranks of nearly equal
 * distances may be exchanged, which changes T by less than 1e-6.
 * @throws RangeError where k is not below n / 2; the signal's reason
 */
export async function trustworthiness(truth: Space, picture: Space, k: number, signal: AbortSignal): Promise<Estimate> {
  if (!(k < truth.count / 2)) throw new RangeError(`${k} neighbours among ${truth.count} points`);
  const shown = await picture.neighbours(k, signal);
  const { values } = await trustOfEach(truth.points, shown, { signal, among: truth.count });
  return meanOf(values);
}
