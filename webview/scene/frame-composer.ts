import { type Axes, flatAxes, spaceAxes } from './axes';
import { bodyOutlines } from './bodies/body-outlines';
import { radius } from './bounds';
import type { Eye } from './eye';
import { cursorMark, hoverMark, neighbourMarks, selectionMark } from './marks';
import type { Overlays } from './overlays';
import { readPalette } from './palette';
import { pathMark } from './path-mark';
import { naturalSize, type PointScale, pointRadius, pointScale } from './point-size';
import type { Viewpoint } from './projection';
import type { SceneContent } from './scene-content';
import type { Fog, FrameContent, StillFrame } from './scene-renderer';
import type { Shape } from './shapes';
import { spotMarks } from './spots';
import { trailLines } from './trail-lines';

const haze = 0.55;

/** Puts together all there is to a picture of what is in the space, as a camera sees it. */
export class FrameComposer {
  palette = readPalette();

  /** @param overlays What lies over the points; null: nothing does. */
  constructor(
    private readonly content: SceneContent,
    private readonly overlays: Overlays | null,
  ) {}

  refreshTheme(): void {
    this.palette = readPalette();
  }

  /** The size of the points as they are drawn now. */
  scale({ view, distance, framedDistance }: Eye): PointScale {
    const { cloud, sizeFactor } = this.content;
    const size = naturalSize(cloud.count, Math.min(view.width, view.height)) * sizeFactor;
    return pointScale(size, distance, framedDistance);
  }

  /** The points, so many of them, and the axes around them. @param outlines How many bodies are drawn by their outlines, at most. */
  frame(eye: Eye, limit: number, fine: boolean, outlines: number): FrameContent {
    const { palette } = this;
    const { cloud, samples, bodies, flat } = this.content;
    const { view } = eye;
    const { behind, labels } = this.axes(eye);
    const outlined = bodies && outlines > 0 ? bodyOutlines(view, bodies, cloud, outlines) : [];
    const above = [...outlined, ...this.trails(view), ...(this.overlays?.lines(view, palette) ?? []), ...labels];
    return {
      cloud,
      samples,
      view,
      scale: this.scale(eye),
      fog: this.fog(eye),
      palette,
      limit,
      fine,
      flat,
      bodies,
      behind,
      above,
    };
  }

  private trails(view: Viewpoint): readonly Shape[] {
    const { trails, cloud, present } = this.content;
    return trails ? trailLines(view, trails, cloud, this.palette, !present[1]) : [];
  }

  /** All there is to see, with what marks points, to be drawn by whoever asks. */
  still(eye: Eye): StillFrame {
    const { overlays, palette } = this;
    const { view } = eye;
    const frame = this.frame(eye, this.content.cloud.visible, true, Number.POSITIVE_INFINITY);
    const above = [...frame.above, ...(overlays?.names.shapes(view, palette) ?? []), ...this.marks(eye)];
    return { ...frame, above, over: overlays && ((ratio) => overlays.still(view, palette, ratio)) };
  }

  private axes({ view, distance }: Eye): Axes {
    const { labels, box, flat } = this.content;
    return flat ? flatAxes(view, labels, this.palette, distance) : spaceAxes(view, box, labels, this.palette, distance);
  }

  /** High contrast wants every point as it is. */
  private fog({ middleDepth }: Eye): Fog {
    const reach = radius(this.content.box);
    const strength = this.content.flat || this.palette.highContrast ? 0 : haze;
    return { near: middleDepth - reach, far: middleDepth + reach, strength };
  }

  /** What marks points, and the 3-D cursor. */
  marks(eye: Eye): readonly Shape[] {
    const { palette } = this;
    const { view } = eye;
    const { cloud, paths, spots, selected, neighbours, hovered, cursorPlace, present, flat, box, handle } =
      this.content;
    const radii = pointRadius(this.scale(eye));
    const marked = (index: number) => ({ place: cloud.place(index), colour: cloud.colour(index) });
    const shapes: Shape[] = paths.flatMap((path) => pathMark(view, palette, path));
    if (spots) shapes.push(...spotMarks(view, palette, spots, cloud));
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
