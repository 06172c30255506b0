import type { ByWeights, OfWeights } from './trainer';

/** What each latent dimension does to the decoder, around the codes of some examples. */
export interface DimensionEffects extends OfWeights {
  /** The standard deviation of the codes in it, [latent]. */
  readonly deviations: Float64Array;
  /**
   * How much E[x|z] changes where the dimension alone goes from half a deviation below a code to half of one above it: mean absolute
   * change of a feature, in the units of the model's inputs (pixels from 0 to 1), [latent].
   */
  readonly changes: Float64Array;
  /**
   * The mean of ||dE[x|z] / dz_j||^2 at the codes, [latent]: the diagonal of the metric that the decoder pulls back (Arvanitidis et al.
   * 2018, arXiv 1710.11379), which for a Gaussian p(x|z) of variance 1 is the Fisher information. Their sum is its trace.
   */
  readonly metric: Float64Array;
}

export interface DimensionMethods {
  /** Not of latent spaces of codes, between which nothing is decoded. */
  dimensionEffects(params: ByWeights): DimensionEffects;
}
