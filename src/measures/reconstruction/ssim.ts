/** The size of images that are compared. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Of the window: its edge, and the standard deviation of its Gaussian. */
export const ssimWindow = { edge: 11, sigma: 1.5 };
/** (K1 L)^2 and (K2 L)^2, of pixels in 0..1. */
const [c1, c2] = [0.01 ** 2, 0.03 ** 2];

/**
 * Structural similarity (Wang, Bovik, Sheikh & Simoncelli 2004, "Image Quality Assessment: From Error Visibility to Structural
 * Similarity", equations 13 to 17) of two images in 0..1, the mean over the places where the window lies inside of them, and over
 * channels:
 *
 *   SSIM = (2 mx my + C1) (2 sxy + C2) / ((mx^2 + my^2 + C1) (sx^2 + sy^2 + C2))
 *
 * with means, variances and covariance by a Gaussian window of 11 x 11, sigma 1.5, whose weights sum to 1; C1 = 0.01^2, C2 = 0.03^2.
 * 1 where they are the same. Without a unit. Costs 110 products a pixel.
 * @param x One image, row-major with interleaved channels. @throws RangeError where the image is smaller than the window
 */
export function structuralSimilarity(
  x: Float32Array,
  y: Float32Array,
  { height, width, channels }: ImageShape,
): number {
  const { edge } = ssimWindow;
  if (height < edge || width < edge)
    throw new RangeError(`An image of ${height} x ${width} has no room for the window`);
  let sum = 0;
  for (let channel = 0; channel < channels; channel++) {
    const [a, b] = [x, y].map((image) =>
      Float64Array.from({ length: height * width }, (_, pixel) => image[pixel * channels + channel]),
    );
    const filtered = (of: (pixel: number) => number) =>
      blurred(
        Float64Array.from(a, (_, i) => of(i)),
        height,
        width,
      );
    const [ma, mb] = [filtered((i) => a[i]), filtered((i) => b[i])];
    const [aa, ab, bb] = [filtered((i) => a[i] * a[i]), filtered((i) => a[i] * b[i]), filtered((i) => b[i] * b[i])];
    let own = 0;
    for (let i = 0; i < ma.length; i++) {
      const [va, vb] = [aa[i] - ma[i] ** 2, bb[i] - mb[i] ** 2];
      const covariance = ab[i] - ma[i] * mb[i];
      own += ((2 * ma[i] * mb[i] + c1) * (2 * covariance + c2)) / ((ma[i] ** 2 + mb[i] ** 2 + c1) * (va + vb + c2));
    }
    sum += own / ma.length;
  }
  return sum / channels;
}

const weights = gaussian(ssimWindow.edge, ssimWindow.sigma);

function gaussian(edge: number, sigma: number): readonly number[] {
  const values = Array.from({ length: edge }, (_, i) => Math.exp(-((i - (edge - 1) / 2) ** 2) / (2 * sigma ** 2)));
  const total = values.reduce((a, b) => a + b);
  return values.map((value) => value / total);
}

/** The window's means where it lies inside: along rows, then along columns. */
function blurred(values: Float64Array, height: number, width: number): Float64Array {
  const inner = width - weights.length + 1;
  const rows = new Float64Array(height * inner);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < inner; x++) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * values[y * width + x + i];
      rows[y * inner + x] = sum;
    }
  }
  const result = new Float64Array((height - weights.length + 1) * inner);
  for (let at = 0; at < result.length; at++) {
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += weights[i] * rows[at + i * inner];
    result[at] = sum;
  }
  return result;
}
