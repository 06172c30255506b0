import type { Picture, PointsChange, Sheet } from './messages';
import { PackedPoints } from './packed-points';
import { RasterPainter } from './raster-painter';

/** Keeps the points, and draws pictures of them: in a thread of its own, or, where there is none, in the page's. */
export class Rasteriser {
  private readonly points = new PackedPoints();
  private readonly painter = new RasterPainter();
  private readonly context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;

  constructor(private readonly canvas: HTMLCanvasElement | OffscreenCanvas) {
    // Its pixels stay in the processor's memory. One that a graphics library keeps takes many times as long where
    // that library computes on the processor, too.
    const context = canvas.getContext('2d', { willReadFrequently: true });
    this.context = context as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
  }

  takePoints(request: PointsChange): void {
    switch (request.kind) {
      case 'positions':
        this.points.setPositions(request.from, request.to);
        break;
      case 'order':
        this.points.setOrder(request.order);
        break;
      case 'colours':
        this.points.setColours(request.colours);
        break;
      case 'shown':
        this.points.setShown(request.shown);
        break;
    }
  }

  paint(picture: Picture, { width, height, ratio }: Sheet): void {
    const { canvas, context, points } = this;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    if (context) this.painter.paint(context, points, picture, ratio);
  }
}
