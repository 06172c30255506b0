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
