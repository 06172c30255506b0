/** Bytes row by row, interleaved channels: 1 (grey) or 3 (RGB). */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}
