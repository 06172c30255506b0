import type { ExampleSet, Projection } from './trainer';

/** Where some examples were at some epochs. */
export interface Trails {
  /** Of the examples, ascending. */
  readonly indices: Int32Array;
  readonly epochs: readonly number[];
  /** epochs x examples x 3; NaN where one had no place. */
  readonly places: Float32Array;
}

/** More epochs than anybody can follow. */
export const mostTrailEpochs = 64;
const mostTrails = 2000;
/** Pieces of lines, all trails together, that are drawn anew with each frame while the camera moves. */
const mostPieces = 16_000;

/** How many examples have a trail over so many epochs, at most. */
export function trailLimit(epochs: number): number {
  return Math.min(mostTrails, Math.floor(mostPieces / Math.max(1, epochs - 1)));
}

export interface TrailMethods {
  /**
   * The places of some examples at stored epochs, as these are shown by a projection. Of more than `trailLimit` examples so many,
   * evenly spread.
   */
  trails(params: {
    readonly of: ExampleSet;
    readonly epochs: readonly number[];
    readonly projection: Projection;
  }): Trails;
}
