import type { ByWeights, ExampleSet, LinearProjection, OfWeights } from './trainer';

/** Posteriors q(z|x) as they are shown in three dimensions: of some examples, the ellipsoids of one standard deviation. */
export interface PosteriorBodies extends OfWeights {
  /** Of the examples, ascending. */
  readonly indices: Int32Array;
  /**
   * Of each the half axes, longest first, 3 numbers each: examples x 9. With these as the columns of M the covariance that is shown is
   * B Cov[z|x] B^T = M M^T, the ellipsoid E[p|x] + M u of all |u| = 1, and a draw E[p|x] + M e of e from N(0, I).
   */
  readonly axes: Float32Array;
}

/** Of each latent dimension, how many examples have a standard deviation of q(z|x) between which bounds. */
export interface SigmaHistograms extends OfWeights {
  /** Ascending, bins + 1; the last bin has what is larger, too. */
  readonly edges: Float64Array;
  /** latent x bins. */
  readonly counts: Uint32Array;
}

/** The most bodies that are drawn, and the most points that are shown at draws. */
export const mostBodies = 10_000;
export const mostDraws = 131_072;

/** Of models whose posterior has a spread. What is no Gaussian counts by its mean and its variances. */
export interface PosteriorMethods {
  /** Of more examples than `most` so many, evenly spread. */
  posteriorBodies(
    params: ByWeights & { readonly of: ExampleSet; readonly most: number; readonly projection: LinearProjection },
  ): PosteriorBodies;
  sigmaHistograms(params: ByWeights): SigmaHistograms;
}
