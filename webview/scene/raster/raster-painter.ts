import { cssColour } from '../colours';
import { sampleScale } from '../point-size';
import { paintShapes } from '../shape-painter';
import type { Picture } from './messages';
import type { PackedPoints } from './packed-points';
import { Raster } from './raster';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Fine pictures of displays with fewer device pixels per CSS pixel are drawn twice as large, and reduced. */
const sharp = 2;

/** Makes a whole picture with the processor alone: points by a raster, axes behind and labels above by the browser. */
export class RasterPainter {
  private readonly raster = new Raster();
  private image = new ImageData(1, 1);
  private readonly large = new Raster();

  /** The canvas of `context` has the size of the view in device pixels, `ratio` of them to a CSS pixel. */
  paint(context: Context, points: PackedPoints, picture: Picture, ratio: number): void {
    const { width, height } = context.canvas;
    if (this.image.width !== width || this.image.height !== height) {
      this.image = new ImageData(width, height);
      this.raster.resize(width, height, this.image.data.buffer);
    }
    if (picture.fine && ratio < sharp) {
      const { large } = this;
      large.resize(2 * width, 2 * height, new ArrayBuffer(16 * width * height));
      drawInto(large, points, picture, 2 * ratio);
      halve(large.pixels, this.raster.pixels, width, height);
      // Large images are for rest, and need no room until then.
      large.resize(1, 1, new ArrayBuffer(4));
    } else drawInto(this.raster, points, picture, ratio);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.putImageData(this.image, 0, 0);
    context.globalCompositeOperation = 'destination-over';
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    // What comes later lies below what is there: the last to be painted is the background.
    paintShapes(context, picture.behind.toReversed());
    if (!picture.transparent) {
      context.fillStyle = cssColour(picture.palette.background);
      context.fillRect(0, 0, width, height);
    }
    context.globalCompositeOperation = 'source-over';
    paintShapes(context, picture.above);
  }
}

function drawInto(raster: Raster, points: PackedPoints, picture: Picture, ratio: number): void {
  const { samples, palette, scale } = picture;
  const look = { ...picture, background: palette.background };
  raster.clear();
  raster.drawPoints(points, look, ratio);
  if (samples) raster.drawDiamonds(samples, palette.foreground, { ...look, scale: sampleScale(scale) }, ratio);
}

/** Each pixel is the mean of the four it was, as far as there is a point; its opacity, how many of them. */
function halve(from: Uint32Array, to: Uint32Array, width: number, height: number): void {
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = 4 * row * width + 2 * column;
      const a = from[at];
      const b = from[at + 1];
      const c = from[at + 2 * width];
      const d = from[at + 2 * width + 1];
      const covered = (a >>> 31) + (b >>> 31) + (c >>> 31) + (d >>> 31);
      if (covered === 0) {
        to[row * width + column] = 0;
        continue;
      }
      const rb = (a & 0xff00ff) + (b & 0xff00ff) + (c & 0xff00ff) + (d & 0xff00ff);
      const red = ((rb & 0xffff) / covered) | 0;
      const blue = ((rb >>> 16) / covered) | 0;
      const green = ((((a >>> 8) & 0xff) + ((b >>> 8) & 0xff) + ((c >>> 8) & 0xff) + ((d >>> 8) & 0xff)) / covered) | 0;
      to[row * width + column] = ((64 * covered - 1) << 24) | (blue << 16) | (green << 8) | red;
    }
  }
}
