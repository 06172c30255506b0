import type { PerspectiveCamera } from 'three';
import type { Palette } from './palette';
import type { PointCloud } from './point-cloud';
import type { PointScale } from './point-size';
import type { Viewpoint } from './projection';

/** Points fade into the background between two depths, by at most `strength`. */
export interface Fog {
  readonly near: number;
  readonly far: number;
  readonly strength: number;
}

export interface PointsFrame {
  readonly cloud: PointCloud;
  /** m x 3; another array when it has changed. */
  readonly samples: Float32Array | null;
  readonly camera: PerspectiveCamera;
  readonly view: Viewpoint;
  readonly scale: PointScale;
  readonly fog: Fog;
  readonly palette: Palette;
  /** So many points of the cloud's order are drawn. */
  readonly limit: number;
}

/** Draws the points and samples, and nothing else, on a canvas of its own. */
export interface PointsRenderer {
  readonly kind: 'webgl' | 'canvas';
  readonly canvas: HTMLCanvasElement;
  resize(width: number, height: number, ratio: number): void;
  draw(frame: PointsFrame): void;
  dispose(): void;
}
