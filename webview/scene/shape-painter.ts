import { cssColour } from './colours';
import type { Shape, Text } from './shapes';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Draws shapes on a plain canvas. */
export function paintShapes(context: Context, shapes: readonly Shape[]): void {
  context.lineCap = 'round';
  for (const shape of shapes) {
    context.globalAlpha = shape.alpha;
    context.fillStyle = context.strokeStyle = cssColour(shape.colour);
    if (shape.kind === 'text') {
      paintText(context, shape, shape.at.x, shape.at.y);
      continue;
    }
    context.beginPath();
    switch (shape.kind) {
      case 'line':
        context.moveTo(shape.from.x, shape.from.y);
        context.lineTo(shape.to.x, shape.to.y);
        context.lineWidth = shape.width;
        context.stroke();
        break;
      case 'lines': {
        const { pieces } = shape;
        for (let i = 0; i < pieces.length; i += 4) {
          context.moveTo(pieces[i], pieces[i + 1]);
          context.lineTo(pieces[i + 2], pieces[i + 3]);
        }
        context.lineWidth = shape.width;
        context.stroke();
        break;
      }
      case 'disc':
        context.arc(shape.at.x, shape.at.y, shape.radius, 0, 2 * Math.PI);
        context.fill();
        break;
      case 'ring':
        context.arc(shape.at.x, shape.at.y, shape.radius, 0, 2 * Math.PI);
        context.lineWidth = shape.width;
        context.stroke();
        break;
      case 'area':
        for (const { x, y } of shape.corners) context.lineTo(x, y);
        context.fill();
        break;
    }
  }
  context.globalAlpha = 1;
}

/** Width of a text's outline on either side, in pixels. */
export const outlineWidth = 1.5;

export function paintText(context: Context, text: Text, x: number, y: number): void {
  context.font = text.font;
  context.textAlign = text.align;
  context.textBaseline = text.baseline;
  context.lineJoin = 'round';
  context.lineWidth = 2 * outlineWidth;
  context.strokeStyle = cssColour(text.outline);
  context.strokeText(text.text, x, y);
  context.fillStyle = cssColour(text.colour);
  context.fillText(text.text, x, y);
}
