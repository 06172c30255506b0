import type { Encoded } from '../compute';

/**
 * The aggregate posterior q(z) = 1/N sum_n q(z|x_n) (Makhzani et al. 2015, arXiv 1511.05644, equation 1; Hoffman & Johnson 2016)
 * of some examples, each a Gaussian with a diagonal covariance.
 */
export class AggregatePosterior {
  readonly size: number;
  /** 1 / sigma^2, size x latent. */
  private readonly precisions: Float32Array;
  /** Of each example, the logarithm of what its Gaussian is divided by. */
  private readonly normalisers: Float64Array;

  constructor(
    private readonly means: Float32Array,
    logVars: NonNullable<Encoded['logVars']>,
    private readonly latent: number,
  ) {
    this.size = means.length / latent;
    this.precisions = logVars.map((logVar) => Math.exp(-logVar));
    this.normalisers = new Float64Array(this.size).fill((latent * Math.log(2 * Math.PI)) / 2);
    for (let i = 0; i < logVars.length; i++) this.normalisers[Math.floor(i / latent)] += logVars[i] / 2;
  }

  /** E[z|x] of an example by its place, [latent]. */
  meanOf(place: number): Float32Array {
    return this.means.subarray(place * this.latent, (place + 1) * this.latent);
  }

  /** log q(z), nats. @param except The place of an example that is left out; -1: none. */
  logDensity(z: ArrayLike<number>, except = -1): number {
    const { means, precisions, normalisers, latent, size } = this;
    const logs = new Float64Array(size);
    let largest = Number.NEGATIVE_INFINITY;
    for (let n = 0, at = 0; n < size; n++) {
      let squared = 0;
      for (let j = 0; j < latent; j++, at++) squared += (z[j] - means[at]) ** 2 * precisions[at];
      logs[n] = n === except ? Number.NEGATIVE_INFINITY : -squared / 2 - normalisers[n];
      if (logs[n] > largest) largest = logs[n];
    }
    if (largest === Number.NEGATIVE_INFINITY) return largest;
    const sum = logs.reduce((total, log) => total + Math.exp(log - largest), 0);
    return largest + Math.log(sum / (except < 0 ? size : size - 1));
  }
}
