import type { Examples } from './data';
import type { ByWeights, OfWeights, Projection } from './trainer';

/** Ways from one code to another: through the latent space, through the codes of examples, or over what is decoded. */
export const pathKinds = ['straight', 'spherical', 'graph', 'geodesic'] as const;
export type PathKind = (typeof pathKinds)[number];

/** Pieces that a leg from one point to the next may have. */
export const pathPieces = { least: 2, most: 64 };
/** Points of one path. */
export const mostPathPoints = 12;

/** Where a path leads through: the code of an example, or any code, [latent]. */
export type PathPoint = { readonly example: number } | { readonly code: Float32Array };

export interface PathParams extends ByWeights {
  readonly kind: PathKind;
  /** Two or more. */
  readonly points: readonly PathPoint[];
  /** Of each leg. */
  readonly pieces: number;
  /** From which other path a geodesic is looked for; absent: from the straight one. */
  readonly begin?: 'straight' | 'graph';
  readonly projection: Projection;
  /** Of a model that knows classes: by its number; absent or null: that of the first example among the points, or the most frequent. */
  readonly ofClass?: number | null;
}

export interface LatentPath extends OfWeights {
  /** nodes x latent: points and what lies between them, nodes = pieces x legs + 1. */
  readonly codes: Float32Array;
  /** Where these are shown, nodes x 3. */
  readonly positions: Float32Array;
  /** What the decoder makes of each node. */
  readonly decoded: Examples;
  /**
   * The sum over the legs of n/2 sum_i ||D(z_i+1) - D(z_i)||^2, with D(z) = E[x|z] in the units of the model's inputs and n pieces
   * (Shao, Kumar and Fletcher 2018, arXiv 1711.08014).
   */
  readonly energy: number;
  /** sum_i ||z_i+1 - z_i|| of the codes, and of what is decoded, in the units of the model's inputs. */
  readonly length: { readonly codes: number; readonly decoded: number };
  /** Of a geodesic: whether the search for it found its end. */
  readonly converged?: boolean;
}

export interface PathMethods {
  /** @throws UserError path.*: why there is no such path */
  path(params: PathParams): LatentPath;
}
