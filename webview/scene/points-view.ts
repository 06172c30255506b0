import type { CameraState } from './framing';
import { SceneView } from './scene-view';
import type { Vector3 } from './vector';

export { keyboardHelp } from './keyboard';
export type { CameraState, Vector3 };

export interface PointsViewListener {
  /** The point under the pointer changed. `at` is in client coordinates. */
  hover?(index: number | null, at: { readonly x: number; readonly y: number }): void;
  /** A point was clicked, or chosen by keyboard; null: nothing was under the click, or Escape. */
  pick?(index: number | null): void;
  /** The 3-D cursor moved, dragged or by keyboard. */
  cursor?(position: Vector3): void;
  /** Somebody moved the camera, and it came to rest. */
  camera?(state: CameraState): void;
}

/** A cloud of points to look at, walk around and point into. Draws only when something changed. */
export interface PointsView {
  /** To be put into the page; as large as its parent. */
  readonly element: HTMLElement;
  /** What draws: WebGL, or a 2-D canvas where there is none. */
  readonly kind: 'webgl' | 'canvas';
  /** `positions` is n x 3. With `glide` and the same n, the points move from where they are shown; else they jump. */
  setPoints(positions: Float32Array, options: { readonly glide: boolean }): void;
  /** `rgb` is n x 3. */
  setColours(rgb: Uint8Array): void;
  /** n values, 0 hides; null shows all. */
  setVisible(mask: Uint8Array | null): void;
  /** The pinned point: larger, in a ring. */
  setSelected(index: number | null): void;
  /** Lines from the selected point to these. */
  setNeighbours(indices: readonly number[]): void;
  /** Prior samples, m x 3, as diamonds. */
  setSamples(positions: Float32Array | null): void;
  /** Names of the three axes; null: the axis is absent, and the view is flat. */
  setAxes(labels: readonly (string | null)[]): void;
  /** Places the 3-D cursor; null hides it. */
  setCursor(position: Vector3 | null): void;
  /** A factor; 1 is the size that suits the number of points. */
  setPointSize(size: number): void;
  /** Fits the camera to the points, keeping its direction. */
  frame(): void;
  /** The room for the view is about to change: the selected point stays where it is seen, or all where there is none. */
  holdPlace(): void;
  camera: CameraState;
  /** Neither glides nor damping. */
  setReducedMotion(reduced: boolean): void;
  /** Reads the `--vscode-*` colours again. */
  refreshTheme(): void;
  /** Main-thread time per frame, in ms, over the latest frames. */
  statistics(): { readonly frames: number; readonly medianFrameMs: number; readonly points: number };
  dispose(): void;
}

export function createPointsView(
  listener: PointsViewListener,
  options: { readonly forceCanvas?: boolean } = {},
): PointsView {
  return new SceneView(listener, options.forceCanvas ?? false);
}
