import { mostOutlines } from './bodies/bodies';
import type { CameraRig } from './camera-rig';
import { Detail } from './detail';
import { FairSampling } from './fair-sampling';
import { FrameComposer } from './frame-composer';
import type { Hurry } from './haste';
import type { Overlays } from './overlays';
import type { PointScale } from './point-size';
import type { Viewpoint } from './projection';
import type { SceneContent } from './scene-content';
import type { SceneRenderer, StillFrame } from './scene-renderer';
import type { Shape } from './shapes';

/** Draws what is in the space, as the camera sees it, with as many points as keep a movement smooth. */
export class ScenePainter {
  private readonly composer: FrameComposer;
  private readonly detail = new Detail();
  private readonly sampling = new FairSampling();
  /** When the last frame was drawn, while frames follow one another. */
  private previous: number | null = null;
  /** Points of the latest picture. */
  drawn = 0;
  private fine = true;

  constructor(
    private readonly content: SceneContent,
    private readonly rig: CameraRig,
    private readonly overlays: Overlays,
  ) {
    this.composer = new FrameComposer(content, overlays);
  }

  refreshTheme(): void {
    this.composer.refreshTheme();
  }

  /** To be told of every frame: how long they take tells how many points there may be. */
  watchPace(now: number, moving: boolean): void {
    if (moving && this.previous !== null) {
      this.detail.observe(now - this.previous, this.drawn, this.content.cloud.visible);
    }
    this.previous = moving ? now : null;
  }

  /** Whether the last picture has all points, finely. */
  get complete(): boolean {
    return this.fine && this.drawn === this.content.cloud.visible;
  }

  /** The size of the points as they are drawn now. */
  get scale(): PointScale {
    return this.composer.scale(this.rig.eye);
  }

  /** Draws the points and the axes around them; in a hurry, fewer points if it must be. */
  draw(renderer: SceneRenderer, hurry: Hurry | null): void {
    const { content, rig, composer } = this;
    const { cloud } = content;
    this.drawn = hurry === 'few' ? this.detail.points(cloud.visible) : cloud.visible;
    if (this.drawn < cloud.visible) void this.sampling.order(cloud);
    this.fine = hurry === 'few' ? this.detail.fine : hurry === null;
    const outlines = renderer.kind === 'canvas' ? mostOutlines : 0;
    renderer.draw({ ...composer.frame(rig.eye, this.drawn, this.fine, outlines), camera: rig.camera });
  }

  /** All there is to see, with what marks points, to be drawn by whoever asks. */
  still(): StillFrame {
    return this.composer.still(this.rig.eye);
  }

  /** What lies over the points follows them to how they are seen. */
  follow(view: Viewpoint): void {
    this.overlays.show(view, this.composer.palette);
  }

  /** What marks points, and the 3-D cursor, over a picture that is seen. */
  marks(view: Viewpoint): readonly Shape[] {
    return this.composer.marks({ ...this.rig.eye, view });
  }
}
