import type { PerspectiveCamera } from 'three';
import type { Bodies } from './bodies/bodies';
import type { Palette } from './colours';
import type { PointCloud } from './point-cloud';
import type { PointScale } from './point-size';
import type { Viewpoint } from './projection';
import type { Shape } from './shapes';

/** Points fade into the background between two depths, slowly at first, by at most `strength`. */
export interface Fog {
  readonly near: number;
  readonly far: number;
  readonly strength: number;
}

/** How much of the background is in the colour of what lies at a depth, from 0 to 1. */
export function hazeAt({ near, far, strength }: Fog, depth: number): number {
  // A single point has no depths to tell apart.
  const deep = Math.min(1, Math.max(0, (depth - near) / (far - near || 1)));
  return strength * deep * deep;
}

/** All there is to a picture. */
export interface FrameContent {
  readonly cloud: PointCloud;
  /** m x 3; another array when it has changed. */
  readonly samples: Float32Array | null;
  readonly view: Viewpoint;
  readonly scale: PointScale;
  readonly fog: Fog;
  readonly palette: Palette;
  /** So many points of the cloud's order are drawn. */
  readonly limit: number;
  /** With smooth edges also where points overlap, for as much time again. */
  readonly fine: boolean;
  /** All points are in one plane, seen from the front. */
  readonly flat: boolean;
  /** Another object when they have changed. They are drawn by what draws in space: others have outlines among what is above. */
  readonly bodies: Bodies | null;
  readonly behind: readonly Shape[];
  readonly above: readonly Shape[];
}

/** A picture on the screen, by the camera that somebody holds. */
export interface SceneFrame extends FrameContent {
  readonly camera: PerspectiveCamera;
}

/** A picture to take away. */
export interface StillFrame extends FrameContent {
  /** What lies over the points, below all that is above, of `ratio` pixels for each of the view; null where nothing does. */
  readonly over: ((ratio: number) => HTMLCanvasElement | null) | null;
}

/** Draws points and the axes around them on a canvas of its own, which keeps its picture. What marks points is on another. */
export interface SceneRenderer {
  readonly kind: 'webgl' | 'canvas';
  readonly canvas: HTMLCanvasElement;
  /** As many pictures are under way as make sense: another would only come later. */
  readonly busy: boolean;
  /** Called when a picture is on the canvas: at once, or when another thread has drawn it. */
  onShown: (view: Viewpoint) => void;
  /** In CSS pixels, and device pixels for each. */
  resize(width: number, height: number, ratio: number): void;
  draw(frame: SceneFrame): void;
  dispose(): void;
}
