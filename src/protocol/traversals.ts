import type { Examples } from './data';
import type { PathPoint } from './paths';
import type { ByWeights, OfWeights, Projection } from './trainer';

/** What one answer may hold. */
export const traversalLimits = { dimensions: 16, steps: 21, reach: 6, side: 25 };

interface Around extends ByWeights {
  /** What dimensions that are not gone along are; absent: the mean of all codes. */
  readonly around?: PathPoint;
  /** Of a model that knows classes: by its number; absent or null: that of the example, or the most frequent. */
  readonly ofClass?: number | null;
}

export interface TraversalsParams extends Around {
  /** Those that are gone along. */
  readonly dimensions: readonly number[];
  /** Frames of each, two or more. */
  readonly steps: number;
  /** So many standard deviations of the codes to either side of their mean. */
  readonly reach: number;
  readonly projection: Projection;
}

/** One latent dimension after another, the others as they are. */
export interface Traversals extends OfWeights {
  /** dimensions x steps x latent. */
  readonly codes: Float32Array;
  /** Where they are shown, dimensions x steps x 3. */
  readonly positions: Float32Array;
  /** What the decoder makes of them, in the same order. */
  readonly decoded: Examples;
  /**
   * dimensions x features: how much each feature changes along the dimension, sum_k |x_k+1 - x_k|, for one standard deviation of it, in the
   * units of the model's inputs (pixels from 0 to 1).
   */
  readonly effects: Float32Array;
}

export interface ManifoldParams extends Around {
  /** Which two axes of the view. */
  readonly plane: readonly [number, number];
  /** Frames of a row, and rows. */
  readonly side: number;
  readonly projection: Projection;
}

/** What is decoded on a plane of the view. */
export interface Manifold extends OfWeights {
  /** side x side x latent, row by row from above. */
  readonly codes: Float32Array;
  /** Where, side x side x 3. */
  readonly positions: Float32Array;
  readonly decoded: Examples;
  /**
   * At the quantiles of N(0, 1) on both axes, so that the prior draws from each cell as often (Kingma and Welling 2014, figure 4); else in even
   * steps over the points. By a layout that has no inverse a place is the weighted mean of the codes that are shown nearest.
   */
  readonly by: 'quantiles' | 'even' | 'neighbours';
}

export interface TraversalMethods {
  /** @throws UserError path.discrete, path.notFinite */
  traversals(params: TraversalsParams): Traversals;
  /** @throws UserError path.discrete, path.notFinite */
  manifold(params: ManifoldParams): Manifold;
}
