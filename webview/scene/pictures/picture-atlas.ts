import { type Images, toRgba } from '../../images';

/** Pixels along an edge of the atlas, and of a picture in it: 4 MB of 1,024 pictures of 32 pixels, or 16 MB of 64. */
const mostEdge = 2048;
const tiles = 32;
const sharpest = mostEdge / tiles;

/** Small pictures of many examples on one canvas; what was not drawn for longest makes room for what is new. */
export class PictureAtlas {
  private readonly canvas = document.createElement('canvas');
  private readonly context: CanvasRenderingContext2D | null;
  /** By example: the number of its tile, and the part of it that is the picture. In the order of use. */
  private readonly kept = new Map<number, { readonly tile: number; readonly width: number; readonly height: number }>();
  private edge = 0;

  constructor() {
    this.context = this.canvas.getContext('2d', { willReadFrequently: true });
  }

  has(index: number): boolean {
    return this.kept.has(index);
  }

  /** Takes one of some images as that of an example. */
  put(index: number, images: Images, position: number): void {
    const { context } = this;
    if (!context || this.has(index)) return;
    this.begin(Math.min(sharpest, Math.max(images.width, images.height)));
    const tile = this.freeTile();
    const scale = Math.min(1, this.edge / Math.max(images.width, images.height));
    const [width, height] = [images.width, images.height].map((length) => Math.max(1, Math.round(length * scale)));
    const picture = document.createElement('canvas');
    [picture.width, picture.height] = [images.width, images.height];
    const pixels = new ImageData(toRgba(images, position), images.width, images.height);
    picture.getContext('2d')?.putImageData(pixels, 0, 0);
    const { x, y } = this.placeOf(tile);
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, x, y, width, height);
    this.kept.set(index, { tile, width, height });
  }

  /** All images of a data set are of one size. */
  private begin(edge: number): void {
    if (edge === this.edge) return;
    this.edge = edge;
    this.canvas.width = this.canvas.height = edge * tiles;
    this.kept.clear();
  }

  private freeTile(): number {
    if (this.kept.size < tiles * tiles) return this.kept.size;
    const [oldest, { tile }] = this.kept.entries().next().value!;
    this.kept.delete(oldest);
    const { x, y } = this.placeOf(tile);
    this.context?.clearRect(x, y, this.edge, this.edge);
    return tile;
  }

  private placeOf(tile: number) {
    return { x: (tile % tiles) * this.edge, y: Math.floor(tile / tiles) * this.edge };
  }

  /** Draws an example's picture around a place, its longer edge so long, in a frame; false where it is not here. */
  draw(context: CanvasRenderingContext2D, index: number, x: number, y: number, size: number, frame: string): boolean {
    const known = this.kept.get(index);
    if (!known) return false;
    this.kept.delete(index);
    this.kept.set(index, known);
    const scale = size / Math.max(known.width, known.height);
    const [width, height] = [known.width * scale, known.height * scale];
    const [left, top] = [Math.round(x - width / 2), Math.round(y - height / 2)];
    const from = this.placeOf(known.tile);
    context.fillStyle = frame;
    context.fillRect(left - border, top - border, width + 2 * border, height + 2 * border);
    // Small images show their pixels.
    context.imageSmoothingEnabled = scale < 1 || this.edge === sharpest;
    context.drawImage(this.canvas, from.x, from.y, known.width, known.height, left, top, width, height);
    return true;
  }
}

/** In pixels. */
export const border = 2;
