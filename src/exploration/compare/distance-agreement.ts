import type { Codes } from '../projection';

/**
 * Pearson's correlation between the distances (Euclidean) of each two examples under one model and under another, in O(n^2): 1
 * where all distances are the same but for a scale. Null where all distances of one are the same.
 */
export function distanceAgreement(x: Codes, y: Codes): number | null {
  const examples = x.means.length / x.latent;
  const pairs = (examples * (examples - 1)) / 2;
  let [sumX, sumY, sumXX, sumXY, sumYY] = [0, 0, 0, 0, 0];
  for (let i = 1; i < examples; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [distance(x, i, j), distance(y, i, j)];
      sumX += a;
      sumY += b;
      sumXX += a * a;
      sumXY += a * b;
      sumYY += b * b;
    }
  }
  const covariance = sumXY - (sumX * sumY) / pairs;
  const variances = (sumXX - sumX ** 2 / pairs) * (sumYY - sumY ** 2 / pairs);
  return variances > 0 ? covariance / Math.sqrt(variances) : null;
}

function distance({ latent, means }: Codes, one: number, other: number): number {
  let squared = 0;
  for (let j = 0; j < latent; j++) squared += (means[one * latent + j] - means[other * latent + j]) ** 2;
  return Math.sqrt(squared);
}
