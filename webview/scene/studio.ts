import { type Eye, eyeAt, type ViewSize } from './eye';
import { FrameComposer } from './frame-composer';
import { type CameraState, framing, turned, turnedDirection } from './framing';
import type { Overlays } from './overlays';
import { StillPainter } from './raster/still-picture';
import type { SceneContent } from './scene-content';
import type { Vector3 } from './vector';

/** Where a film's pictures are made: what is shown, by a camera, at a time and of a size of its own. */
export interface Studio {
  /** Points go elsewhere, in `duration` ms of the film, from `now` on. `axes` as in the view. */
  place(positions: Float32Array, axes: readonly (string | null)[], now: number, duration: number): void;
  /**
   * What is seen at a time of the film (ms) by the camera, which has gone so far (radians) round the vertical axis. All pictures
   * are on the same canvas.
   */
  picture(now: number, angle: number): HTMLCanvasElement;
}

export interface StudioOptions extends ViewSize {
  /** Pixels for each of the view's. */
  readonly ratio: number;
  /** Null: all points are framed, and go on being so when they spread. */
  readonly camera: CameraState | null;
  /** From what is looked at to the camera, where all points are framed. */
  readonly direction: Vector3;
}

export class SceneStudio implements Studio {
  private readonly composer: FrameComposer;
  private readonly painter = new StillPainter();

  /**
   * @param content Is the studio's own.
   * @param overlays What lies over the points where they are now; null where they are to move.
   */
  constructor(
    private readonly content: SceneContent,
    overlays: Overlays | null,
    private readonly options: StudioOptions,
  ) {
    this.composer = new FrameComposer(content, overlays);
  }

  place(positions: Float32Array, axes: readonly (string | null)[], now: number, duration: number): void {
    const { content } = this;
    // Trails, bodies and spots are of where the points were.
    content.trails = content.bodies = content.spots = null;
    content.setLabels(axes);
    content.setPositions(positions);
    content.place(now, positions.length / 3 === content.cloud.count ? duration : 0);
  }

  picture(now: number, angle: number): HTMLCanvasElement {
    this.content.advance(now);
    return this.painter.paint(this.composer.still(this.eye(angle)), this.options.ratio, false);
  }

  private eye(angle: number): Eye {
    const { box, flat } = this.content;
    const { camera, direction, width, height } = this.options;
    const state = camera
      ? turned(camera, angle)
      : framing(box, turnedDirection(direction, angle), flat, width / height);
    return eyeAt(state, box, flat, { width, height });
  }
}
