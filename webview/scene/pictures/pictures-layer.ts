import { createLayer } from '../canvas-layer';
import { cssColour } from '../colours';
import { pixelRatio } from '../pixel-ratio';
import type { PointCloud } from '../point-cloud';
import { project, type Viewpoint } from '../projection';
import type { ScreenPoints } from '../screen-points';
import { border, PictureAtlas } from './picture-atlas';
import { choosePictures, type PictureChoice } from './picture-choice';
import type { PictureSource } from './picture-source';

/** So many are asked for at once. */
const page = 48;
const none: PictureChoice = { indices: [], size: 0 };

/** Pictures in the place of points that have room for one. While something moves they stay the same, and move along. */
export class PicturesLayer {
  readonly canvas = createLayer();
  private readonly context = this.canvas.getContext('2d', { willReadFrequently: true });
  private readonly atlas = new PictureAtlas();
  private choice = none;
  /** Of the projection that the choice is by. */
  private version = 0;
  private wanted: PictureSource | null = null;
  private asking = false;
  /** Where they are seen now, the last one above all others. */
  private seen: readonly { readonly index: number; readonly x: number; readonly y: number }[] = [];

  /** `stirred` is called when there is more to be seen. */
  constructor(
    private readonly cloud: PointCloud,
    private readonly screen: ScreenPoints,
    private readonly stirred: () => void,
  ) {
    this.canvas.style.display = 'none';
  }

  get source(): PictureSource | null {
    return this.wanted;
  }

  /** Null: points are points. */
  set source(source: PictureSource | null) {
    this.wanted = source;
    this.choice = none;
    this.version = 0;
  }

  /** Nothing moves any more: other points may have room. */
  rest(view: Viewpoint): void {
    if (!this.wanted) return;
    this.screen.refresh(this.cloud, view);
    if (this.version === this.screen.version) return;
    this.version = this.screen.version;
    const former = this.choice;
    this.choice = choosePictures(this.screen, this.cloud, view, former.indices);
    if (!isSame(former, this.choice)) this.stirred();
    void this.ask();
  }

  /** Page by page: what is wanted no more is not asked for. */
  private async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      for (;;) {
        const source = this.wanted;
        const lacking = this.choice.indices.filter((index) => !this.atlas.has(index)).slice(0, page);
        if (!source || lacking.length === 0) return;
        const pictures = await source(lacking);
        for (const [position, index] of lacking.entries()) this.atlas.put(index, pictures[position], 0);
        this.stirred();
      }
    } catch {
      // Whoever gave the source tells why; once the camera has moved, it is tried again.
    } finally {
      this.asking = false;
    }
  }

  show(view: Viewpoint): void {
    const { canvas, context, choice } = this;
    const shows = this.wanted !== null && choice.indices.length > 0;
    canvas.style.display = shows ? 'block' : 'none';
    this.seen = [];
    if (!shows || !context) return;
    const ratio = pixelRatio();
    const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    this.seen = this.draw(context, view);
  }

  /** From the farthest to the nearest. */
  draw(context: CanvasRenderingContext2D, view: Viewpoint) {
    const { cloud, atlas, choice } = this;
    const places = choice.indices
      .filter((index) => cloud.isVisible(index))
      .map((index) => ({ index, ...project(view, cloud.place(index)) }))
      .filter(({ depth }) => depth >= view.near)
      .sort((a, b) => b.depth - a.depth);
    return places.filter(({ index, x, y }) =>
      atlas.draw(context, index, x, y, choice.size, cssColour(cloud.colour(index))),
    );
  }

  /** The example whose picture is seen there; null: none. */
  at(x: number, y: number): number | null {
    const reach = this.choice.size / 2 + border;
    const found = this.seen.findLast((picture) => Math.abs(picture.x - x) <= reach && Math.abs(picture.y - y) <= reach);
    return found?.index ?? null;
  }
}

function isSame(one: PictureChoice, other: PictureChoice): boolean {
  const { indices, size } = other;
  return (
    one.size === size && one.indices.length === indices.length && one.indices.every((index, i) => index === indices[i])
  );
}
