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
