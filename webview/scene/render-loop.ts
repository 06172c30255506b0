import type { CameraRig } from './camera-rig';
import { FrameTimes } from './frame-times';
import { type CameraState, sameView } from './framing';
import { Haste } from './haste';
import type { MarksLayer } from './marks-layer';
import type { Overlays } from './overlays';
import { pixelRatio } from './pixel-ratio';
import type { PointScale } from './point-size';
import type { Viewpoint } from './projection';
import type { SceneContent } from './scene-content';
import type { SceneHost, SceneInput } from './scene-input';
import type { ScenePainter } from './scene-painter';
import type { SceneRenderer } from './scene-renderer';
import type { PointsViewListener } from './scene-state';

/** What did not move for so long is at rest, in ms. */
const restAfter = 160;

/** What a frame is made of. */
export interface SceneParts {
  readonly content: SceneContent;
  readonly rig: CameraRig;
  readonly painter: ScenePainter;
  /** What draws now: another one while the graphics context is lost. */
  readonly renderer: SceneRenderer;
  readonly marks: MarksLayer;
  readonly overlays: Overlays;
  readonly input: SceneInput;
}

/** Draws a frame when something changed, and one after another while something moves; at rest, nothing. */
export class RenderLoop implements SceneHost {
  readonly times = new FrameTimes();
  /** Pictures of the points that were shown. */
  pictures = 0;
  /** What is seen now. */
  private shown: Viewpoint | null = null;
  private scheduled = 0;
  /** Waits until nothing has moved for a while. What is pointed at meanwhile moves nothing. */
  private resting: number | null = null;
  private pointsStale = true;
  private marksStale = true;
  private readonly haste = new Haste();
  /** Where the camera was when somebody took hold of it; null once it came to rest again. */
  private cameraTaken: CameraState | null = null;

  constructor(
    private readonly parts: SceneParts,
    private readonly listener: PointsViewListener,
  ) {}

  get scale(): PointScale {
    return this.parts.painter.scale;
  }

  /** What is to be seen is other than before. Where all of it takes long, less of it is drawn first. */
  refresh(): void {
    this.haste.changed();
    this.refreshWhole();
  }

  private refreshWhole(): void {
    this.pointsStale = true;
    this.invalidate();
  }

  remark(): void {
    this.marksStale = true;
    this.invalidate();
  }

  invalidate(): void {
    if (this.scheduled === 0) this.scheduled = requestAnimationFrame((now) => this.draw(now));
  }

  takeCamera(): void {
    this.cameraTaken ??= this.parts.rig.state;
    this.invalidate();
  }

  /** Draws all of it at once: resized canvases are clear, and waiting for the next frame would flicker. */
  redraw(now: number): void {
    this.pointsStale = true;
    this.draw(now);
  }

  private draw(now: number): void {
    const begun = performance.now();
    cancelAnimationFrame(this.scheduled);
    this.scheduled = 0;
    const { content, painter, rig, input, renderer } = this.parts;
    if (!rig.sized) return;
    const glides = content.advance(now);
    const moved = rig.update(now);
    const cursorMoved = input.takeCursorMove();
    const view = rig.viewpoint;
    input.advance(view, moved, glides);
    if (moved || glides) this.pointsStale = true;
    const moving = moved || glides || cursorMoved;
    if (this.pointsStale && !renderer.busy) {
      painter.watchPace(now, moving);
      this.pointsStale = false;
      const hurry = moving ? 'few' : this.haste.take();
      // All of it follows once nothing has changed for a while.
      if (hurry) this.stir();
      else this.haste.begin(begun);
      painter.draw(renderer, hurry);
    } else if (this.marksStale || cursorMoved) this.mark(this.shown ?? view);
    if (cursorMoved && content.cursorPlace) this.listener.cursor?.(content.cursorPlace);
    if (moved || glides) this.invalidate();
    if (moving) this.stir();
    else if (this.resting === null) this.waitForRest();
    this.times.add(performance.now() - begun);
  }

  /** To be called when a picture is on the screen: marks belong to what is seen. */
  pictureShown(view: Viewpoint): void {
    this.shown = view;
    this.pictures++;
    this.haste.shown(performance.now());
    this.mark(view);
    // One that had to wait.
    if (this.pointsStale) this.invalidate();
  }

  private mark(view: Viewpoint): void {
    const { marks, painter } = this.parts;
    painter.follow(view);
    marks.paint(painter.marks(view), view.width, view.height, pixelRatio());
    this.marksStale = false;
  }

  /** Draws all points, makes ready for the pointer, and tells about the camera once nothing moves any more. */
  private waitForRest(): void {
    const { painter, input, rig, overlays } = this.parts;
    this.resting = window.setTimeout(() => {
      this.resting = null;
      if (!painter.complete) this.refreshWhole();
      input.rest();
      overlays.rest(rig.viewpoint);
      if (input.busy || this.cameraTaken === null) return;
      const moved = !sameView(this.cameraTaken, rig.state);
      this.cameraTaken = null;
      if (moved) this.listener.camera?.(rig.state);
    }, restAfter);
  }

  private stir(): void {
    if (this.resting !== null) window.clearTimeout(this.resting);
    this.resting = null;
  }

  dispose(): void {
    cancelAnimationFrame(this.scheduled);
    this.stir();
  }
}
