import type { Examples } from './data';
import type { ByWeights, OfWeights, Projection } from './trainer';

/** A share of draws, and the standard error of it. */
export interface Share {
  readonly value: number;
  readonly error: number;
}

/** Places that the prior draws and no code lies near, as many as hang together. */
export interface Holes {
  /** Of the prior's draws, those that lie in a hole, listed or not. */
  readonly share: Share;
  /** Of each, [holes]: the share of the prior's draws, the largest first. */
  readonly shares: Float64Array;
  /** The most probable draw in each, holes x latent. */
  readonly codes: Float32Array;
  /** Where these are shown, holes x 3. */
  readonly positions: Float32Array;
  /** log p(z) and log q(z) there, nats, [holes] each. */
  readonly logPriors: Float64Array;
  readonly logPosteriors: Float64Array;
  /** What the decoder makes of them. */
  readonly decoded: Examples;
}

/** Codes that the prior hardly draws, as many as hang together. */
export interface ImprobableRegions {
  /** Of each, [regions]: the share of all codes, the largest first. */
  readonly shares: Float64Array;
  /** The example in each that is most like the others there. */
  readonly examples: Int32Array;
  /** log p(z) and log q(z) at its code, nats, [regions] each. */
  readonly logPriors: Float64Array;
  readonly logPosteriors: Float64Array;
  /** What the decoder makes of it. */
  readonly decoded: Examples;
}

/** Examples whose codes are less probable under the prior than all but one in a hundred of its own draws. */
export interface Improbable {
  /** Of all examples. */
  readonly share: number;
  /** Those, the least probable first. */
  readonly indices: Int32Array;
  readonly regions: ImprobableRegions;
}

/**
 * Whether draws of the prior and codes are alike: the unbiased squared maximum mean discrepancy, by a Gaussian kernel (Gretton et
 * al. 2012, JMLR 13, equation 3).
 */
export interface TwoSample {
  /** MMD^2; about 0 where they are alike, also below it. */
  readonly value: number;
  /** The standard error of it. */
  readonly error: number;
  /** The share of random divisions of both that differ as much. */
  readonly pValue: number;
  /** Of the kernel exp(-||x - y||^2 / (2 bandwidth^2)): the median distance; NaN of a kernel that has none. */
  readonly bandwidth: number;
  /** Draws of each. */
  readonly draws: number;
}

/** The distribution of each latent dimension by itself, under the prior and over all codes. */
export interface Marginals {
  /** Where the densities are taken, latent x places, ascending. */
  readonly places: Float32Array;
  /** Densities there, latent x places. */
  readonly prior: Float32Array;
  readonly posterior: Float32Array;
  /** Of each dimension half the area between both: 0 where they are alike, 1 where they share nothing. */
  readonly distances: Float64Array;
}

/** How well the prior p(z) and the aggregate posterior q(z) agree. */
export interface PriorFit extends OfWeights {
  readonly holes: Holes;
  readonly improbable: Improbable;
  readonly twoSample: TwoSample;
  readonly marginals: Marginals;
}

export interface PriorFitMethods {
  /** Of a model with a prior and a Gaussian posterior. Draws depend on the seed alone. */
  priorFit(params: ByWeights & { readonly projection: Projection; readonly seed: number }): PriorFit;
}
