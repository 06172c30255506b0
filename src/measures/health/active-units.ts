import { normalCdf } from '../../exploration/traversals/normal-quantile';
import type { Estimate } from '../estimate';
import { countOf, type Points } from '../points';

/** A unit is active above this variance: the paper's. */
export const activeVariance = 0.01;

/** Standard errors from the threshold beyond which there is no doubt. */
const sure = 8;

export interface ActiveUnits {
  /** How many are active; the error is how uncertain that is, as units may be near the threshold. */
  readonly count: Estimate;
  /** Var_x(E[z_j|x]) of each, in the squared unit of codes. */
  readonly variances: readonly Estimate[];
}

/**
 * Active units (Burda, Grosse & Salakhutdinov 2016, arXiv 1509.00519, section 5.2): dimensions with A_j = Var_x(E_q[z_j|x]) > 0.01, for
 * codes near N(0, I). The error of a variance s^2 is sqrt((m4 - s^4) / n), m4 being the fourth central moment (Cramer 1946, section
 * 27.4); that of the count is sqrt(sum p_j (1 - p_j)), with p_j the probability that A_j of all examples is above. Costs n d.
 * @param means E[z|x] of n examples.
 */
export function activeUnits(means: Points): ActiveUnits {
  const { dims, values } = means;
  const n = countOf(means);
  const variances = Array.from({ length: dims }, (_, j): Estimate => {
    let mean = 0;
    for (let at = j; at < values.length; at += dims) mean += values[at] / n;
    let [second, fourth] = [0, 0];
    for (let at = j; at < values.length; at += dims) {
      const squared = (values[at] - mean) ** 2;
      second += squared / n;
      fourth += squared ** 2 / n;
    }
    return { value: second, error: Math.sqrt(Math.max(0, fourth - second ** 2) / n), n };
  });
  const active = variances.filter(({ value }) => value > activeVariance).length;
  const doubt = variances.reduce((sum, { value, error }) => {
    const z = (value - activeVariance) / (error ?? 0);
    if (!(Math.abs(z) < sure)) return sum;
    const p = normalCdf(z);
    return sum + p * (1 - p);
  }, 0);
  return { count: { value: active, error: Math.sqrt(doubt), n }, variances };
}
