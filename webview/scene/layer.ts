/** A transparent canvas as large as the view, one above the other. It takes no pointer: the view itself does. */
export function createLayer(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  Object.assign(canvas.style, {
    position: 'absolute',
    inset: '0',
    width: '100%',
    height: '100%',
    display: 'block',
    pointerEvents: 'none',
  });
  return canvas;
}

/** A layer to draw lines and text on, in CSS pixels. */
export class DrawingLayer {
  readonly canvas = createLayer();
  private readonly context = this.canvas.getContext('2d');
  private ratio = 1;

  resize(width: number, height: number, ratio: number): void {
    this.ratio = ratio;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
  }

  /** Clears the layer and has it drawn anew. */
  draw(paint: (context: CanvasRenderingContext2D) => void): void {
    const { context } = this;
    if (!context) return;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.globalAlpha = 1;
    paint(context);
  }
}
