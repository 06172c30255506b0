import { type Estimate, meanOf } from '../estimate';

/**
 * The mean squared error of each example, over its features: 1/d ||x - x'||^2.
 *
 * In the square of what the model is given: pixels in 0..1, standard deviations of columns. Costs n d.
 * @param originals n x d @param reconstructions n x d
 */
export function squaredErrors(originals: Float32Array, reconstructions: Float32Array, count: number): Float64Array {
  const width = originals.length / count;
  const errors = new Float64Array(count);
  for (let i = 0, at = 0; i < count; i++) {
    for (let j = 0; j < width; j++, at++) errors[i] += (originals[at] - reconstructions[at]) ** 2 / width;
  }
  return errors;
}

/**
 * Peak signal-to-noise ratio of images in 0..1: 10 log10(1 / MSE), with the MSE over all pixels of all images (Huynh-Thu & Ghanbari 2008 on
 * its scope). Infinite where nothing differs.
 *
 * Decibels. The error is that of the MSE by the delta method: 10 / (ln 10 MSE) times it. The mean of the images' own ratios, which others
 * report, is larger: it is infinite where one image is exact.
 * @param errors The mean squared error of each image.
 */
export function peakSignalToNoise(errors: Float64Array): Estimate {
  const { value: mse, error, n } = meanOf(errors);
  return {
    value: 10 * Math.log10(1 / mse),
    error: error === null ? null : (10 / Math.LN10) * (error / mse),
    n,
  };
}
