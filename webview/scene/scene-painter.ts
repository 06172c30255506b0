import { type Axes, flatAxes, spaceAxes } from './axes';
import { radius } from './bounds';
import type { CameraRig } from './camera-rig';
import type { Palette } from './colours';
import { Detail } from './detail';
import { FairSampling } from './fair-sampling';
import { cursorMark, hoverMark, neighbourMarks, selectionMark } from './marks';
import type { Overlays } from './overlays';
import { readPalette } from './palette';
import { naturalSize, type PointScale, pointRadius, pointScale } from './point-size';
import type { Viewpoint } from './projection';
import type { SceneContent } from './scene-content';
import type { Fog, SceneFrame, SceneRenderer, StillFrame } from './scene-renderer';
import type { Shape } from './shapes';

const haze = 0.55;

/** Makes a picture of what is in the space, as the camera sees it, with as many points as keep a movement smooth. */
export class ScenePainter {
  private palette: Palette = readPalette();
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
  ) {}

  refreshTheme(): void {
    this.palette = readPalette();
  }

  /** To be told of every frame: how long they take tells how many points there may be. */
  watchPace(now: number, moving: boolean): void {
    if (moving && this.previous !== null) {
      this.detail.observe(now - this.previous, this.drawn, this.content.cloud.order.length);
    }
    this.previous = moving ? now : null;
  }

  /** Whether the last picture has all points, finely. */
  get complete(): boolean {
    return this.fine && this.drawn === this.content.cloud.order.length;
  }

  /** The size of the points as they are drawn now. */
  scale({ width, height }: Viewpoint): PointScale {
    const { cloud, sizeFactor } = this.content;
    const size = naturalSize(cloud.count, Math.min(width, height)) * sizeFactor;
    return pointScale(size, this.rig.distance, this.rig.framedDistance);
  }

  /** Draws the points and the axes around them. What moves shows fewer points, if it must. */
  draw(renderer: SceneRenderer, view: Viewpoint, moving: boolean): void {
    const { cloud } = this.content;
    const { order } = cloud;
    this.drawn = moving ? this.detail.points(order.length) : order.length;
    // The processor's thread has an order of its own, in which the points lie in its memory.
    if (this.drawn < order.length && renderer.kind === 'webgl') void this.sampling.order(cloud);
    this.fine = moving ? this.detail.fine : true;
    renderer.draw(this.frame(view, this.drawn, this.fine));
  }

  /** All there is to see, with what marks points, to be drawn by whoever asks. */
  still(view: Viewpoint): StillFrame {
    const { overlays, palette } = this;
    const frame = this.frame(view, this.content.cloud.order.length, true);
    const above = [...frame.above, ...overlays.names.shapes(view, palette), ...this.marks(view)];
    return { ...frame, above, over: (ratio) => overlays.still(view, palette, ratio) };
  }

  /** What lies over the points follows them to how they are seen. */
  follow(view: Viewpoint): void {
    this.overlays.show(view, this.palette);
  }

  private frame(view: Viewpoint, limit: number, fine: boolean): SceneFrame {
    const { content, palette, rig, fog } = this;
    const { cloud, samples, flat } = content;
    const { behind, labels } = this.axes(view);
    const { camera } = rig;
    const scale = this.scale(view);
    const above = [...this.overlays.lines(view, palette), ...labels];
    return { cloud, samples, camera, view, scale, fog, palette, limit, fine, flat, behind, above };
  }

  private axes(view: Viewpoint): Axes {
    const { labels, box, flat } = this.content;
    return flat
      ? flatAxes(view, labels, this.palette, this.rig.distance)
      : spaceAxes(view, box, labels, this.palette, this.rig.distance);
  }

  /** High contrast wants every point as it is. */
  private get fog(): Fog {
    const middle = this.rig.middleDepth;
    const reach = radius(this.content.box);
    const strength = this.content.flat || this.palette.highContrast ? 0 : haze;
    return { near: middle - reach, far: middle + reach, strength };
  }

  /** What marks points, and the 3-D cursor. */
  marks(view: Viewpoint): readonly Shape[] {
    const { palette } = this;
    const { cloud, selected, neighbours, hovered, cursorPlace, present, flat, box, handle } = this.content;
    const radii = pointRadius(this.scale(view));
    const marked = (index: number) => ({ place: cloud.place(index), colour: cloud.colour(index) });
    const shapes: Shape[] = [];
    if (selected !== null) {
      const places = neighbours.map((index) => cloud.place(index));
      shapes.push(...neighbourMarks(view, palette, cloud.place(selected), places, radii));
    }
    if (hovered !== null && hovered !== selected) shapes.push(...hoverMark(view, palette, marked(hovered), radii));
    if (selected !== null) shapes.push(...selectionMark(view, palette, marked(selected), radii));
    if (cursorPlace) shapes.push(...cursorMark(view, palette, cursorPlace, present, flat ? null : box, handle));
    return shapes;
  }
}
