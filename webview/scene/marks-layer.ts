import { createLayer } from './canvas-layer';
import { paintShapes } from './shape-painter';
import { boundsOf, type Shape } from './shapes';

/**
 * What marks points, on a canvas of its own above them, so that pointing at one draws no other anew. It is only as large as what
 * is on it: where there is no graphics card, laying a whole view over another would cost more than all that is drawn there.
 */
export class MarksLayer {
  readonly canvas = createLayer();
  private readonly context = this.canvas.getContext('2d');

  constructor() {
    Object.assign(this.canvas.style, {
      inset: 'auto',
      left: '0',
      top: '0',
      width: 'auto',
      height: 'auto',
    });
    this.canvas.style.display = 'none';
  }

  /** `width` and `height` of the view in CSS pixels, `ratio` device pixels to each. */
  paint(shapes: readonly Shape[], width: number, height: number, ratio: number): void {
    const { canvas, context } = this;
    const bounds = boundsOf(shapes, width, height);
    canvas.style.display = bounds ? 'block' : 'none';
    if (!bounds || !context) return;
    const { left, top } = bounds;
    const [across, down] = [Math.ceil((bounds.right - left) * ratio), Math.ceil((bounds.bottom - top) * ratio)];
    // To give it a size clears it as well.
    canvas.width = across;
    canvas.height = down;
    Object.assign(canvas.style, {
      width: `${across / ratio}px`,
      height: `${down / ratio}px`,
      transform: `translate(${left}px, ${top}px)`,
    });
    context.setTransform(ratio, 0, 0, ratio, -left * ratio, -top * ratio);
    paintShapes(context, shapes);
  }
}
