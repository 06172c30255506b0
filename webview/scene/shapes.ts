import type { Rgb } from './colours';

/** On the screen, in CSS pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Ink {
  readonly colour: Rgb;
  readonly alpha: number;
}

/** What is drawn beside the points, on whatever draws them: lines, rings and text, in the order of a list. */
export type Shape =
  | (Ink & { readonly kind: 'line'; readonly from: Place; readonly to: Place; readonly width: number })
  /** Pieces of lines, from and to: 4 numbers each. */
  | (Ink & { readonly kind: 'lines'; readonly pieces: Float32Array; readonly width: number })
  | (Ink & { readonly kind: 'disc'; readonly at: Place; readonly radius: number })
  | (Ink & { readonly kind: 'ring'; readonly at: Place; readonly radius: number; readonly width: number })
  | (Ink & { readonly kind: 'area'; readonly corners: readonly [Place, Place, Place, Place] })
  | (Ink & Text & { readonly kind: 'text' });

export interface Text {
  readonly text: string;
  readonly at: Place;
  /** Which part of the text is at its place. */
  readonly align: 'left' | 'center' | 'right';
  readonly baseline: 'top' | 'middle' | 'bottom' | 'alphabetic';
  readonly font: string;
  readonly colour: Rgb;
  /** Around the letters, so that they can be read over points. */
  readonly outline: Rgb;
}

/** Text that grows from its place in a direction. */
export function alignment({ x, y }: Place): Pick<Text, 'align' | 'baseline'> {
  return {
    align: x > 0.35 ? 'left' : x < -0.35 ? 'right' : 'center',
    baseline: y > 0.6 ? 'top' : y < -0.6 ? 'bottom' : 'middle',
  };
}

/** Room beside a shape for its smoothed edge, in pixels. */
const edge = 1;

/** The places of a shape, and how far beyond them it is drawn. Of a text that is not known before it is measured: none. */
function reachOf(shape: Shape): readonly { readonly place: Place; readonly reach: number }[] {
  switch (shape.kind) {
    case 'line': {
      const reach = shape.width / 2 + edge;
      return [
        { place: shape.from, reach },
        { place: shape.to, reach },
      ];
    }
    case 'lines':
      return Array.from({ length: shape.pieces.length / 2 }, (_, i) => ({
        place: { x: shape.pieces[2 * i], y: shape.pieces[2 * i + 1] },
        reach: shape.width / 2 + edge,
      }));
    case 'disc':
      return [{ place: shape.at, reach: shape.radius + edge }];
    case 'ring':
      return [{ place: shape.at, reach: shape.radius + shape.width / 2 + edge }];
    case 'area':
      return shape.corners.map((place) => ({ place, reach: edge }));
    case 'text':
      return [];
  }
}

interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Whole pixels around the shapes, as far as they are within the view; null where nothing is. */
export function boundsOf(shapes: readonly Shape[], width: number, height: number): Bounds | null {
  let [left, top, right, bottom] = [width, height, 0, 0];
  const include = ({ x, y }: Place, reach: number) => {
    left = Math.min(left, x - reach);
    top = Math.min(top, y - reach);
    right = Math.max(right, x + reach);
    bottom = Math.max(bottom, y + reach);
  };
  for (const shape of shapes) for (const { place, reach } of reachOf(shape)) include(place, reach);
  const bounds = {
    left: Math.max(0, Math.floor(left)),
    top: Math.max(0, Math.floor(top)),
    right: Math.min(width, Math.ceil(right)),
    bottom: Math.min(height, Math.ceil(bottom)),
  };
  return bounds.right > bounds.left && bounds.bottom > bounds.top ? bounds : null;
}
