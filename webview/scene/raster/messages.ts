import type { Palette } from '../colours';
import type { PointScale } from '../point-size';
import type { Viewpoint } from '../projection';
import type { Fog, FrameContent } from '../scene-renderer';
import type { Shape } from '../shapes';

/** All there is to a picture besides the points: plain data, for another thread. */
export interface Picture {
  readonly view: Viewpoint;
  /** How far the points are on their way, from 0 to 1. */
  readonly mix: number;
  readonly scale: PointScale;
  readonly fog: Fog;
  readonly palette: Palette;
  /** So many of the points are drawn, the first of the order in which they are packed. */
  readonly limit: number;
  /** With smooth edges, for several times the time. */
  readonly fine: boolean;
  /** m x 3. */
  readonly samples: Float32Array | null;
  readonly behind: readonly Shape[];
  readonly above: readonly Shape[];
  /** With nothing behind the points and the axes. */
  readonly transparent: boolean;
}

export function pictureOf(frame: FrameContent, transparent = false): Picture {
  const { cloud, view, scale, fog, palette, limit, fine, samples, behind, above } = frame;
  return { view, mix: cloud.mix, scale, fog, palette, limit, fine, samples, behind, above, transparent };
}

/** What is drawn on: in device pixels, `ratio` of them to a CSS pixel. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** @param width and height in CSS pixels. */
export function sheetOf(width: number, height: number, ratio: number): Sheet {
  return { width: Math.max(1, Math.round(width * ratio)), height: Math.max(1, Math.round(height * ratio)), ratio };
}

/** What of the points is other than before. */
export type PointsChange =
  /** n x 3 each; `from` is null where nothing glides. */
  | { readonly kind: 'positions'; readonly from: Float32Array | null; readonly to: Float32Array }
  /** In which order points are drawn, so that every beginning is a fair sample; null: in that of the data. */
  | { readonly kind: 'order'; readonly order: Uint32Array | null }
  /** n x 4 bytes. */
  | { readonly kind: 'colours'; readonly colours: Uint8Array }
  /** A byte each. */
  | { readonly kind: 'shown'; readonly shown: Uint8Array };

/** What the thread that draws is told. */
export type RasterRequest =
  /** What to draw on: comes first. */
  | { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas }
  | PointsChange
  /** Pictures are numbered as they are asked for. */
  | { readonly kind: 'picture'; readonly picture: Picture; readonly sheet: Sheet; readonly number: number };

/** A picture is on the canvas; those asked for before it are given up. */
export interface RasterAnswer {
  /** The view that it is of. */
  readonly view: Viewpoint;
  readonly number: number;
}
