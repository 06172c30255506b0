import type { Rgb } from '../colours';
import { diameter, type PointScale } from '../point-size';
import { project, type Viewpoint } from '../projection';
import { type Fog, hazeAt } from '../scene-renderer';
import type { PackedPoints } from './packed-points';
import { stampOf } from './stamps';

export interface RasterView {
  readonly view: Viewpoint;
  /** How far the points are on their way, from 0 to 1. */
  readonly mix: number;
  readonly scale: PointScale;
  readonly fog: Fog;
  readonly background: Rgb;
  /** So many of the points are drawn. */
  readonly limit: number;
}

/** Shares of the haze that are told apart. */
const hazes = 64;

/**
 * Draws points as discs into an image, with a depth for each pixel, so that the foremost is seen without any sorting.
 * Where the processor has to draw, this is several times as fast as a graphics library on the same processor: a point
 * needs no more than its projection and its few pixels.
 */
export class Raster {
  width = 1;
  height = 1;
  /** An image's pixels, in the byte order of a little-endian machine, as all that run browsers are; 0 where no point is. */
  pixels: Uint32Array = new Uint32Array(1);
  private depths = new Float32Array(1);

  /** In device pixels. `buffer` holds the image. */
  resize(width: number, height: number, buffer: ArrayBufferLike): void {
    this.width = width;
    this.height = height;
    this.pixels = new Uint32Array(buffer, 0, width * height);
    if (this.depths.length !== width * height) this.depths = new Float32Array(width * height);
  }

  clear(): void {
    this.pixels.fill(0);
    this.depths.fill(Number.POSITIVE_INFINITY);
  }

  /** `ratio`: pixels of the image per CSS pixel of the view. */
  drawPoints(points: PackedPoints, { view, mix, scale, fog, background, limit }: RasterView, ratio: number): void {
    const { width, height, pixels, depths } = this;
    const { from, to, tints, visible } = points;
    const step = points.step(limit);
    const [rx, ry, rz] = view.right;
    const [ux, uy, uz] = view.up;
    const [fx, fy, fz] = view.forward;
    const [ex, ey, ez] = view.position;
    const focal = view.focal * ratio;
    const middleX = (view.width * ratio) / 2;
    const middleY = (view.height * ratio) / 2;
    const { near } = view;
    const reach = scale.reach * ratio;
    const smallest = scale.smallest * ratio;
    const largest = scale.largest * ratio;
    const fogPerDepth = 1 / (fog.far - fog.near || 1);
    const hazy = fog.strength > 0;
    const backRb = background[0] | (background[2] << 16);
    const backG = background[1] << 8;
    const count = Math.min(limit, visible?.length ?? tints.length);
    const glides = mix < 1;
    for (let nth = 0; nth < count; nth++) {
      const at = step === 1 ? nth : (nth * step) | 0;
      const k = visible ? visible[at] : at;
      const j = 3 * k;
      const tint = tints[k];
      let px = to[j];
      let py = to[j + 1];
      let pz = to[j + 2];
      if (glides) {
        px = from[j] + (px - from[j]) * mix;
        py = from[j + 1] + (py - from[j + 1]) * mix;
        pz = from[j + 2] + (pz - from[j + 2]) * mix;
      }
      px -= ex;
      py -= ey;
      pz -= ez;
      const depth = px * fx + py * fy + pz * fz;
      // Also false where the place is no number.
      if (!(depth >= near)) continue;
      const magnified = focal / depth;
      const x = middleX + (px * rx + py * ry + pz * rz) * magnified;
      const y = middleY - (px * ux + py * uy + pz * uz) * magnified;
      let across = reach / depth;
      if (across < smallest) across = smallest;
      else if (across > largest) across = largest;
      const size = (across + 0.5) | 0 || 1;
      // Rounded down, also below zero.
      const left = Math.floor(x - 0.5 * size + 0.5);
      const top = Math.floor(y - 0.5 * size + 0.5);
      if (!(left > -size && top > -size && left < width && top < height)) continue;
      let colour = tint | 0xff000000;
      if (hazy) {
        let deep = (depth - fog.near) * fogPerDepth;
        deep = Math.max(0, Math.min(1, deep));
        const haze = (fog.strength * deep * deep * hazes) | 0;
        if (haze > 0) {
          const rest = hazes - haze;
          const rb = (((tint & 0xff00ff) * rest + backRb * haze) >>> 6) & 0xff00ff;
          const g = (((tint & 0xff00) * rest + backG * haze) >>> 6) & 0xff00;
          colour = 0xff000000 | rb | g;
        }
      }
      if (size > 2 || left < 0 || top < 0 || left + size > width || top + size > height) {
        this.stamp(left, top, size, depth, colour);
        continue;
      }
      const pixel = top * width + left;
      if (depth < depths[pixel]) {
        depths[pixel] = depth;
        pixels[pixel] = colour;
      }
      if (size === 1) continue;
      if (depth < depths[pixel + 1]) {
        depths[pixel + 1] = depth;
        pixels[pixel + 1] = colour;
      }
      const below = pixel + width;
      if (depth < depths[below]) {
        depths[below] = depth;
        pixels[below] = colour;
      }
      if (depth < depths[below + 1]) {
        depths[below + 1] = depth;
        pixels[below + 1] = colour;
      }
    }
  }

  /** Diamonds of one colour (m x 3 places), with an edge in that of the background. */
  drawDiamonds(places: Float32Array, colour: Rgb, { view, scale, fog, background }: RasterView, ratio: number): void {
    for (let i = 0; i + 2 < places.length; i += 3) {
      const { x, y, depth } = project(view, [places[i], places[i + 1], places[i + 2]]);
      if (!(depth >= view.near)) continue;
      const haze = hazeAt(fog, depth);
      const inside = word(colour.map((value, channel) => value + (background[channel] - value) * haze));
      const radius = (diameter(scale, depth) / 2) * ratio;
      this.diamond(x * ratio, y * ratio, radius, 1.6 * ratio, depth, inside, word(background));
    }
  }

  private diamond(
    x: number,
    y: number,
    radius: number,
    rim: number,
    depth: number,
    inside: number,
    edge: number,
  ): void {
    const { width, height, pixels, depths } = this;
    const bottom = Math.min(height - 1, Math.floor(y + radius));
    const right = Math.min(width - 1, Math.floor(x + radius));
    for (let row = Math.max(0, Math.floor(y - radius)); row <= bottom; row++) {
      for (let column = Math.max(0, Math.floor(x - radius)); column <= right; column++) {
        const r = Math.abs(column + 0.5 - x) + Math.abs(row + 0.5 - y);
        const at = row * width + column;
        if (r > radius || depth >= depths[at]) continue;
        depths[at] = depth;
        pixels[at] = r > radius - rim ? edge : inside;
      }
    }
  }

  private stamp(left: number, top: number, size: number, depth: number, colour: number): void {
    const { width, height, pixels, depths } = this;
    const shades = stampOf(size);
    const columns = Math.min(size, width - left);
    const rows = Math.min(size, height - top);
    const middle = darker(colour, 1);
    const rim = darker(colour, 2);
    for (let row = top < 0 ? -top : 0; row < rows; row++) {
      const line = row * size;
      const start = (top + row) * width + left;
      for (let column = left < 0 ? -left : 0; column < columns; column++) {
        const shade = shades[line + column];
        if (shade === 0 || depth >= depths[start + column]) continue;
        depths[start + column] = depth;
        pixels[start + column] = shade === 1 ? colour : shade === 2 ? middle : rim;
      }
    }
  }
}

/** A colour on its way to the rim of a disc, by eighths. */
function darker(colour: number, eighths: number): number {
  const rest = 8 - eighths;
  const rb = (((colour & 0xff00ff) * rest) >>> 3) & 0xff00ff;
  const g = (((colour & 0xff00) * rest) >>> 3) & 0xff00;
  return 0xff000000 | rb | g;
}

/** A colour as an opaque pixel. */
function word([red, green, blue]: readonly number[]): number {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}
