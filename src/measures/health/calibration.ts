import { normalQuantile } from '../../exploration/traversals/normal-quantile';
import { type Estimate, meanOf } from '../estimate';

/** How much of what is told lies in central intervals that are to hold so much of it. */
export interface Coverage {
  readonly nominal: number;
  readonly found: Estimate;
}

export interface Calibration {
  /** The mean of z^2: 1 is right, above 1 the spread is too small, below 1 too large. */
  readonly squares: Estimate;
  readonly coverage: readonly Coverage[];
}

/** What central intervals of a normal distribution are to hold. */
const nominals = [0.5, 0.9, 0.95] as const;

/**
 * Whether spreads are as large as errors are (Kuleshov, Fenner & Ermon 2018, "Accurate Uncertainties for Deep Learning Using Calibrated
 * Regression", arXiv 1807.00263, section 3): of z = (truth - mean) / sigma the mean square, and the share within the central intervals
 * of N(0, 1). Of residuals sigma is the decoder's; of posteriors the truth is the code that an example was made of (Cook, Gelman &
 * Rubin 2006). Numbers of one example hang together: errors are by examples. Costs n.
 * @param scores z, examples x numbers of each.
 */
export function calibration(scores: Float32Array | Float64Array, numbers: number): Calibration {
  const n = scores.length / numbers;
  const byExample = (of: (z: number) => number) => {
    const means = new Float64Array(n);
    for (let at = 0; at < scores.length; at++) means[Math.floor(at / numbers)] += of(scores[at]) / numbers;
    return meanOf(means);
  };
  return {
    squares: byExample((z) => z * z),
    coverage: nominals.map((nominal) => {
      const reach = normalQuantile((1 + nominal) / 2);
      return { nominal, found: byExample((z) => Number(Math.abs(z) <= reach)) };
    }),
  };
}
