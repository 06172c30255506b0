import type { DimensionMoments, LatentMoments } from '../protocol/trainer';
import type { Codes } from './projection';

/** Counts, means and standard deviations of each latent dimension: over some examples, over the others, and over all. */
export function latentMoments(codes: Codes, inside: Int32Array): Omit<LatentMoments, 'epoch'> {
  const examples = codes.means.length / codes.latent;
  const isInside = new Uint8Array(examples);
  for (const index of inside) isInside[index] = 1;
  return {
    selected: momentsWhere(codes, (index) => isInside[index] === 1),
    others: momentsWhere(codes, (index) => isInside[index] === 0),
    all: momentsWhere(codes, () => true),
  };
}

/** In two passes, so that a large mean costs no digits. What is no finite number is left out. */
function momentsWhere({ means, latent }: Codes, holds: (index: number) => boolean): DimensionMoments {
  const count = new Float64Array(latent);
  const mean = new Float64Array(latent);
  const deviation = new Float64Array(latent);
  const each = (visit: (dimension: number, value: number) => void) => {
    for (let index = 0, at = 0; at < means.length; index++, at += latent) {
      if (!holds(index)) continue;
      for (let j = 0; j < latent; j++) if (Number.isFinite(means[at + j])) visit(j, means[at + j]);
    }
  };
  each((j, value) => {
    count[j]++;
    mean[j] += value;
  });
  for (let j = 0; j < latent; j++) mean[j] /= count[j];
  each((j, value) => {
    deviation[j] += (value - mean[j]) ** 2;
  });
  for (let j = 0; j < latent; j++) deviation[j] = count[j] > 1 ? Math.sqrt(deviation[j] / (count[j] - 1)) : Number.NaN;
  return { count, mean, deviation };
}
