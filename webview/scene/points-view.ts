import type { Scatter } from '../density/kernel-density';
import type { ViewSize } from './eye';
import type { CameraState } from './framing';
import type { StillFrame } from './scene-renderer';
import type { PointsViewListener, SceneState } from './scene-state';
import { SceneView } from './scene-view';
import type { Studio } from './studio';
import type { Vector3 } from './vector';

export { keyboardHelp } from './keyboard';
export type { PointsViewListener, SceneState } from './scene-state';
export type { Tool } from './tools/tool';
export type { CameraState, Vector3 };

export interface ViewStatistics {
  readonly points: number;
  /** Points of the latest picture: fewer while something moves, where all would be too slow. */
  readonly drawn: number;
  /** Pictures of the points that were shown; marks alone are none. */
  readonly pictures: number;
  /** Main-thread time per frame over the latest frames. */
  readonly medianFrameMs: number;
}

/** A cloud of points to look at, walk around and point into. Draws only when something changed. */
export interface PointsView {
  /** To be put into the page; as large as its parent. */
  readonly element: HTMLElement;
  /** What draws: a graphics card by WebGL, or the processor where there is none. */
  readonly kind: 'webgl' | 'canvas';
  /**
   * Shows what changed. With `glide`, and as many points as before, the points move from where they are shown; else
   * they jump.
   */
  update(change: Partial<SceneState>, options?: { readonly glide?: boolean }): void;
  /** Fits the camera to the points, keeping its direction. */
  frame(): void;
  /** The camera goes to where it sees a place from near. */
  lookAt(place: Vector3): void;
  /** The same of the place of an example. */
  lookAtExample(index: number): void;
  /** The room for the view is about to change: the pinned point stays where it is seen, or all where there is none. */
  holdPlace(): void;
  camera: CameraState;
  /**
   * All that is shown as a picture, of `scale` pixels for each of the view; with nothing behind it where it is transparent.
   * `pointsOnly` leaves axes and marks out.
   */
  picture(scale: number, transparent: boolean, pointsOnly?: boolean): HTMLCanvasElement;
  /**
   * Where pictures are made of what is shown now, of a size of their own and by a camera that starts where the view's is.
   *
   * @param ratio Pixels for each of the pictures' view.
   * @param moves Whether points will go elsewhere: then what lies over them (names, density, pictures) is left out.
   */
  studio(size: ViewSize, ratio: number, moves: boolean): Studio;
  /** All there is to the picture, to be drawn in another way. */
  still(): StillFrame;
  /** The points as they are shown, or glide to be. Its arrays are the view's own, and change with it. */
  readonly scatter: Scatter;
  /** Neither glides nor damping. */
  setReducedMotion(reduced: boolean): void;
  /** Reads the `--vscode-*` colours again. */
  refreshTheme(): void;
  statistics(): ViewStatistics;
  dispose(): void;
}

/** `renderer`: what shall draw, where the browser has it; by itself, a graphics card if there is one. */
export function createPointsView(
  listener: PointsViewListener,
  options: { readonly renderer?: 'webgl' | 'canvas' | null } = {},
): PointsView {
  return new SceneView(listener, options.renderer ?? null);
}
