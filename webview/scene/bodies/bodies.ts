/** More outlines take longer than a frame, where there is no graphics card to draw bodies. */
export const mostOutlines = 1000;

/** Posteriors among the points: of each an ellipsoid, E + M u of all |u| = 1. */
export interface Bodies {
  /** Whose they are. */
  readonly indices: Int32Array;
  /** E, bodies x 3. */
  readonly centres: Float32Array;
  /** The columns of M one after another, bodies x 9. */
  readonly axes: Float32Array;
}
