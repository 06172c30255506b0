import type { TwoSample } from '../../protocol/prior-fit';
import { permutation, random } from '../../random';
import { breathe } from '../../training/breathe';

/** Random divisions of both samples that the difference between them is compared with. */
const divisions = 199;

/** How alike two rows are. */
export type Kernel = 'gaussian' | 'polynomial';

/**
 * The unbiased squared maximum mean discrepancy of two samples of one size, `n` rows each, by a kernel k (Gretton et al. 2012,
 * "A Kernel Two-Sample Test", JMLR 13, equation 3):
 *
 *   1/(n(n-1)) sum_{i != j} (k(x_i, x_j) + k(y_i, y_j)) - 2/n^2 sum_{i, j} k(x_i, y_j)
 *
 * k is Gaussian, exp(-|x - y|^2 / (2 h^2)), with the median distance for the bandwidth h; or polynomial, (x.y / d + 1)^3, which has none and
 * sees means, variances and skews alone (Binkowski et al. 2018, "Demystifying MMD GANs", arXiv 1801.01401, section 4).
 * Its standard error is that of the mean of h_i, which are each point's part in it; its p value is by random divisions of both.
 */
export async function compareSamples(
  x: Float32Array,
  y: Float32Array,
  latent: number,
  seed: number,
  by: Kernel = 'gaussian',
): Promise<TwoSample> {
  const n = x.length / latent;
  const { kernel, bandwidth } = by === 'gaussian' ? await gaussianOf(x, y, latent) : await polynomialOf(x, y, latent);
  const own = Int32Array.from({ length: 2 * n }, (_, i) => i);
  const value = discrepancy(kernel, own, n);
  let asLarge = 1;
  for (let division = 0; division < divisions; division++) {
    if (discrepancy(kernel, permutation(2 * n, random(seed, division)), n) >= value) asLarge++;
    await breathe();
  }
  return { value, error: standardError(kernel, n), pValue: asLarge / (divisions + 1), bandwidth, draws: n };
}

/** k of each two rows of both samples, one after another: 2n x 2n. */
interface KernelMatrix {
  readonly kernel: Float32Array;
  readonly bandwidth: number;
}

async function gaussianOf(x: Float32Array, y: Float32Array, latent: number): Promise<KernelMatrix> {
  const kernel = await eachTwo(x, y, latent, (all, i, j) => {
    let squared = 0;
    for (let k = 0; k < latent; k++) squared += (all[i * latent + k] - all[j * latent + k]) ** 2;
    return squared;
  });
  const rows = Math.sqrt(kernel.length);
  const distances = new Float32Array((rows * (rows - 1)) / 2);
  for (let i = 0, next = 0; i < rows; i++) for (let j = 0; j < i; j++) distances[next++] = kernel[i * rows + j];
  distances.sort();
  const median = distances[distances.length >> 1] || 1;
  return { kernel: kernel.map((squared) => Math.exp(-squared / (2 * median))), bandwidth: Math.sqrt(median) };
}

async function polynomialOf(x: Float32Array, y: Float32Array, latent: number): Promise<KernelMatrix> {
  const kernel = await eachTwo(x, y, latent, (all, i, j) => {
    let product = 0;
    for (let k = 0; k < latent; k++) product += all[i * latent + k] * all[j * latent + k];
    return (product / latent + 1) ** 3;
  });
  return { kernel, bandwidth: Number.NaN };
}

/** What a symmetric function says of each two rows of both. */
async function eachTwo(
  x: Float32Array,
  y: Float32Array,
  latent: number,
  of: (all: Float32Array, i: number, j: number) => number,
): Promise<Float32Array> {
  const rows = (x.length + y.length) / latent;
  const all = new Float32Array(x.length + y.length);
  all.set(x);
  all.set(y, x.length);
  const result = new Float32Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) result[i * rows + j] = result[j * rows + i] = of(all, i, j);
    await breathe();
  }
  return result;
}

/** MMD^2 of the rows that come first in `order` and the others, n each. */
function discrepancy(kernel: Float32Array, order: Int32Array, n: number): number {
  const rows = 2 * n;
  let within = 0;
  let across = 0;
  for (let i = 0; i < rows; i++) {
    const row = order[i] * rows;
    for (let j = 0; j < i; j++) {
      const k = kernel[row + order[j]];
      if (i < n === j < n) within += k;
      else across += k;
    }
  }
  return (2 * within) / (n * (n - 1)) - (2 * across) / (n * n);
}

/** 2 s / sqrt(n), with s the standard deviation of h_i = mean over j of k(x_i, x_j) + k(y_i, y_j) - k(x_i, y_j) - k(x_j, y_i). */
function standardError(kernel: Float32Array, n: number): number {
  const rows = 2 * n;
  const parts = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i === j) continue;
      const alike = kernel[i * rows + j] + kernel[(n + i) * rows + n + j];
      parts[i] += (alike - kernel[i * rows + n + j] - kernel[j * rows + n + i]) / (n - 1);
    }
  }
  const mean = parts.reduce((sum, part) => sum + part, 0) / n;
  const variance = parts.reduce((sum, part) => sum + (part - mean) ** 2, 0) / (n - 1);
  return 2 * Math.sqrt(variance / n);
}
