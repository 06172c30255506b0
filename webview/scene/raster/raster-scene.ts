import { createLayer } from '../canvas-layer';
import type { Viewpoint } from '../projection';
import type { SceneFrame, SceneRenderer } from '../scene-renderer';
import { ChangedPoints } from './changed-points';
import { type PointsChange, pictureOf, type Sheet, sheetOf } from './messages';
import { Rasteriser } from './rasteriser';
import { type RasterThread, startRasterThread } from './thread';

/** One picture is drawn while the one before it is on its way. */
const underWay = 2;

/**
 * Where there is no graphics card: pictures are drawn by a thread of their own, which has its own copy of the points, onto a
 * canvas that it was given. Where the page may start none, they are drawn here.
 */
export class RasterScene implements SceneRenderer {
  readonly kind = 'canvas';
  canvas = createLayer();
  onShown: (view: Viewpoint) => void = () => undefined;
  private thread: RasterThread | null;
  private here: Rasteriser | null = null;
  private sheet: Sheet = { width: 1, height: 1, ratio: 1 };
  private changes = new ChangedPoints();
  /** Numbers of the pictures that were asked for and shown last. */
  private asked = 0;
  private shown = 0;
  private latest: SceneFrame | null = null;

  constructor() {
    this.thread = startRasterThread(
      this.canvas,
      ({ view, number }) => this.show(view, number),
      () => this.drawHere(),
    );
    if (!this.thread) this.drawHere();
  }

  get busy(): boolean {
    return this.asked - this.shown >= underWay;
  }

  resize(width: number, height: number, ratio: number): void {
    this.sheet = sheetOf(width, height, ratio);
  }

  draw(frame: SceneFrame): void {
    this.latest = frame;
    const { view } = frame;
    for (const change of this.changes.of(frame.cloud, frame.flat)) this.tell(change);
    const picture = pictureOf(frame);
    const number = ++this.asked;
    if (this.thread) this.thread.post({ kind: 'picture', picture, sheet: this.sheet, number });
    else {
      this.here?.paint(picture, this.sheet);
      this.show(view, number);
    }
  }

  private show(view: Viewpoint, number: number): void {
    this.shown = number;
    this.onShown(view);
  }

  private tell(points: PointsChange): void {
    if (this.thread) this.thread.post(points);
    else this.here?.takePoints(points);
  }

  /** The page's policy refused the thread, or it failed: a canvas that was given away does not come back. */
  private drawHere(): void {
    this.thread?.end();
    this.thread = null;
    const canvas = createLayer();
    this.canvas.replaceWith(canvas);
    this.canvas = canvas;
    this.here = new Rasteriser(canvas);
    this.changes = new ChangedPoints();
    if (this.latest) this.draw(this.latest);
  }

  dispose(): void {
    this.thread?.end();
    this.canvas.remove();
  }
}
