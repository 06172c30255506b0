/**
 * Codes along some latent dimensions, one after another: all as `around`, but for the dimension itself, which goes in even steps from
 * `reach` deviations below the mean of all codes to as many above it. dimensions x steps x latent.
 */
export function traversalCodes(
  around: ArrayLike<number>,
  dimensions: readonly number[],
  moments: { readonly means: ArrayLike<number>; readonly deviations: ArrayLike<number> },
  { steps, reach }: { readonly steps: number; readonly reach: number },
): Float32Array {
  const latent = around.length;
  const codes = new Float32Array(dimensions.length * steps * latent);
  for (const [row, dimension] of dimensions.entries()) {
    for (let step = 0; step < steps; step++) {
      const begin = (row * steps + step) * latent;
      codes.set(Array.from(around), begin);
      const away = reach * ((2 * step) / (steps - 1) - 1);
      codes[begin + dimension] = moments.means[dimension] + away * moments.deviations[dimension];
    }
  }
  return codes;
}

/**
 * How much each feature changes along a traversal for one deviation of it: sum_k |x_k+1 - x_k| / (2 reach), [features]. Where it only rises or
 * falls, that is the difference of both ends; where it comes and goes, all of its ways.
 * @param frames What is decoded, steps x features.
 */
export function effectMap(frames: Float32Array, steps: number, reach: number): Float32Array {
  const features = frames.length / steps;
  const effect = new Float32Array(features);
  for (let at = features; at < frames.length; at++)
    effect[at % features] += Math.abs(frames[at] - frames[at - features]) / (2 * reach);
  return effect;
}
