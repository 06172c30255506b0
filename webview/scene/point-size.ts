import type { PointRadius } from './picking';

/** The view, in pixels, whose points have the sizes that follow. */
const usualView = 700;

/**
 * Points seen from the distance that frames them all, in pixels across: by how many there are, and by the smaller side
 * of the view that they share.
 */
export function naturalSize(count: number, side: number): number {
  const size = 9 * (1000 / Math.max(1, count)) ** 0.22;
  return Math.min(11, Math.max(1.6, size * Math.sqrt(side / usualView)));
}

/** How large a point is drawn, in CSS pixels: `reach / depth` across, within limits. */
export interface PointScale {
  readonly reach: number;
  readonly smallest: number;
  readonly largest: number;
}

/**
 * Sizes fall with depth as perspective has it, but grow only with the root of the magnification when one zooms in, so
 * that a cluster comes apart. `distance` is the camera's from its target, `framed` the one that frames all points.
 */
export function pointScale(natural: number, distance: number, framed: number): PointScale {
  const size = natural * Math.sqrt(framed / distance);
  return { reach: size * distance, smallest: Math.min(1.25, size), largest: Math.max(2, Math.min(36, 2.5 * size)) };
}

/** Prior samples are a little larger than the points among which they are. */
export function sampleScale({ reach, smallest, largest }: PointScale): PointScale {
  return { reach: reach * 2.4, smallest: Math.max(8, smallest), largest: Math.max(14, largest) };
}

export function diameter({ reach, smallest, largest }: PointScale, depth: number): number {
  return Math.min(largest, Math.max(smallest, reach / depth));
}

export function pointRadius(scale: PointScale): PointRadius {
  return { at: (depth) => diameter(scale, depth) / 2, largest: scale.largest / 2 };
}
