import type { TrailMethods, Trails } from '../protocol/trails';
import { trailLimit } from '../protocol/trails';
import { indicesOf, spread } from './example-set';

type TrailParams = Parameters<TrailMethods['trails']>[0];

/** @param placesAt Where all examples are shown at an epoch, examples x 3. @throws what that throws; the signal's reason */
export async function trailsOf(
  { of, epochs }: Pick<TrailParams, 'of' | 'epochs'>,
  examples: number,
  placesAt: (epoch: number) => Float32Array | Promise<Float32Array>,
  signal?: AbortSignal,
): Promise<Trails> {
  const indices = spread(indicesOf(of, examples), trailLimit(epochs.length));
  const places = new Float32Array(epochs.length * indices.length * 3);
  for (const [step, epoch] of epochs.entries()) {
    signal?.throwIfAborted();
    const all = await placesAt(epoch);
    for (const [trail, index] of indices.entries()) {
      places.set(all.subarray(3 * index, 3 * index + 3), 3 * (step * indices.length + trail));
    }
  }
  return { indices, epochs, places };
}
