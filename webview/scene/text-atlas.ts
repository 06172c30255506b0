import { CanvasTexture, NearestFilter, NoColorSpace } from 'three';
import { outlineWidth, paintText } from './shape-painter';
import type { Text } from './shapes';

/** Where a text is on the atlas, in its pixels. */
export interface AtlasEntry {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const width = 1024;
const height = 512;

/** Texts, each painted once by the browser's own hand, for the graphics card to put where they belong. */
export class TextAtlas {
  readonly texture: CanvasTexture;
  readonly size = { width, height } as const;
  private readonly context: CanvasRenderingContext2D | null;
  private readonly entries = new Map<string, AtlasEntry>();
  private ratio = 1;
  /** The next free place: texts stand in rows. */
  private x = 0;
  private y = 0;
  private rowHeight = 0;

  constructor() {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    this.context = canvas.getContext('2d', { willReadFrequently: true });
    this.texture = new CanvasTexture(canvas);
    this.texture.colorSpace = NoColorSpace;
    this.texture.minFilter = this.texture.magFilter = NearestFilter;
    this.texture.generateMipmaps = false;
    this.texture.flipY = false;
    this.texture.premultiplyAlpha = true;
  }

  /** To be called before a frame: makes room when most of it is taken, or the pixels changed. */
  begin(ratio: number): void {
    if (ratio === this.ratio && this.y < 0.6 * height) return;
    this.ratio = ratio;
    this.entries.clear();
    this.x = this.y = this.rowHeight = 0;
    this.context?.clearRect(0, 0, width, height);
  }

  /** The text's picture; null where a single frame has more texts than fit. */
  entry(text: Text): AtlasEntry | null {
    const key = `${text.font}|${text.colour}|${text.outline}|${text.text}`;
    const known = this.entries.get(key);
    if (known) return known;
    const { context } = this;
    if (!context) return null;
    context.font = text.font;
    const measured = context.measureText(text.text);
    const ascent = measured.fontBoundingBoxAscent;
    const pixels = (length: number) => Math.ceil((length + 2 * outlineWidth + 1) * this.ratio);
    const size = { width: pixels(measured.width), height: pixels(ascent + measured.fontBoundingBoxDescent) };
    const place = this.allocate(size.width, size.height);
    if (!place) return null;
    context.setTransform(this.ratio, 0, 0, this.ratio, place.x, place.y);
    paintText(context, { ...text, align: 'left', baseline: 'alphabetic' }, outlineWidth, outlineWidth + ascent);
    context.setTransform(1, 0, 0, 1, 0, 0);
    this.texture.needsUpdate = true;
    const entry = { ...place, ...size };
    this.entries.set(key, entry);
    return entry;
  }

  private allocate(wide: number, high: number): { readonly x: number; readonly y: number } | null {
    if (this.x + wide > width) {
      this.x = 0;
      this.y += this.rowHeight;
      this.rowHeight = 0;
    }
    if (wide > width || this.y + high > height) return null;
    const place = { x: this.x, y: this.y };
    this.x += wide;
    this.rowHeight = Math.max(this.rowHeight, high);
    return place;
  }

  dispose(): void {
    this.texture.dispose();
  }
}
