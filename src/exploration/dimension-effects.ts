import type { DimensionEffects } from '../protocol/dimension-effects';
import { breathe } from '../training/breathe';
import { rowDistance } from './reencoding';

/** Differences are taken over this part of a deviation for slopes, and over a whole one for changes. */
const slopeStep = 0.05;

/**
 * What each latent dimension does to the decoder, by central differences around some codes.
 * @param decode E[x|z] of several times as many codes, rows x latent each, by the same weights: rows x features each.
 * @param codes Around these, rows x latent. @param deviations Of all codes, [latent].
 */
export async function effectsOf(
  decode: (codes: readonly Float32Array[]) => Promise<readonly Float32Array[]>,
  codes: Float32Array,
  deviations: Float64Array,
): Promise<Omit<DimensionEffects, 'epoch'>> {
  const latent = deviations.length;
  const rows = codes.length / latent;
  const changes = new Float64Array(latent);
  const metric = new Float64Array(latent);
  for (const [dimension, deviation] of deviations.entries()) {
    if (!(deviation > 0)) continue;
    const step = slopeStep * deviation;
    const moved = [-deviation / 2, deviation / 2, -step / 2, step / 2].map((by) =>
      codes.map((value, at) => (at % latent === dimension ? value + by : value)),
    );
    const [below, above, before, after] = await decode(moved);
    changes[dimension] = below.reduce((sum, value, at) => sum + Math.abs(above[at] - value), 0) / below.length;
    const features = before.length / rows;
    for (let row = 0; row < rows; row++)
      metric[dimension] += (rowDistance(before, after, row, features) / step) ** 2 / rows;
    await breathe();
  }
  return { deviations, changes, metric };
}

/** The standard deviation of each dimension of codes, rows x latent. */
export function deviationsOf({
  means,
  latent,
}: {
  readonly means: Float32Array;
  readonly latent: number;
}): Float64Array {
  const rows = means.length / latent;
  return Float64Array.from({ length: latent }, (_, dimension) => {
    let mean = 0;
    let squares = 0;
    // Welford's update (1962): squares of large numbers would lose the small differences between them.
    for (let row = 0; row < rows; row++) {
      const value = means[row * latent + dimension];
      const before = value - mean;
      mean += before / (row + 1);
      squares += before * (value - mean);
    }
    return Math.sqrt(squares / rows);
  });
}
