import type { Place } from '../shapes';

/** A part of the screen, in CSS pixels. Outside of its bounds, nothing is in it. */
export interface Region {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Whether a place within the bounds is in it. */
  contains(x: number, y: number): boolean;
}

/** The rectangle between two opposite corners. */
export function boxRegion(a: Place, b: Place): Region {
  return { ...boundsOf([a, b], 0), contains: () => true };
}

/** What a closed line encloses, by the even-odd rule: what it goes round twice is outside again. */
export function polygonRegion(corners: readonly Place[]): Region {
  const bounds = boundsOf(corners, 0);
  const edges = corners.map((from, i) => ({ from, to: corners[(i + 1) % corners.length] }));
  const bands = new Bands(bounds.top, bounds.bottom);
  for (const { from, to } of edges) bands.add(from, to, 0);
  return {
    ...bounds,
    contains(x, y) {
      let inside = false;
      bands.each(y, (ax, ay, bx, by) => {
        // Half open, so that a corner between two edges counts once.
        if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
        return false;
      });
      return inside;
    },
  };
}

/** What a round brush covers on its way. */
export function strokeRegion(path: readonly Place[], radius: number): Region {
  const bounds = boundsOf(path, radius);
  const bands = new Bands(bounds.top, bounds.bottom);
  const squared = radius * radius;
  for (const [i, to] of path.entries()) bands.add(path[Math.max(0, i - 1)], to, radius);
  return {
    ...bounds,
    contains: (x, y) => bands.each(y, (ax, ay, bx, by) => squaredDistance(x, y, ax, ay, bx, by) <= squared),
  };
}

/** Squared distance of a place from the line between two others. */
function squaredDistance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const squared = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = squared > 0 ? ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squared : 0;
  const t = Math.min(1, Math.max(0, along));
  return (x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2;
}

function boundsOf(places: readonly Place[], reach: number): Omit<Region, 'contains'> {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of places) {
    left = Math.min(left, x - reach);
    right = Math.max(right, x + reach);
    top = Math.min(top, y - reach);
    bottom = Math.max(bottom, y + reach);
  }
  return { left, right, top, bottom };
}

/** Height of a band, in pixels. */
const bandHeight = 4;

/**
 * Lines by the horizontal bands of the screen that they touch. A million points ask for the lines near them, of a lasso with
 * hundreds of corners: few are in each band.
 */
class Bands {
  private readonly lines: number[][];

  constructor(
    private readonly top: number,
    bottom: number,
  ) {
    const count = bottom >= top ? Math.floor((bottom - top) / bandHeight) + 1 : 0;
    this.lines = Array.from({ length: count }, () => []);
  }

  /** @param reach How far above and below the line is asked for it. */
  add(from: Place, to: Place, reach: number): void {
    const first = this.band(Math.min(from.y, to.y) - reach);
    const last = this.band(Math.max(from.y, to.y) + reach);
    for (let band = first; band <= last; band++) this.lines[band].push(from.x, from.y, to.x, to.y);
  }

  /** Goes through the lines near a height until `found` says yes; answers whether it did. */
  each(y: number, found: (ax: number, ay: number, bx: number, by: number) => boolean): boolean {
    const lines = this.lines[this.band(y)];
    for (let i = 0; i < lines.length; i += 4)
      if (found(lines[i], lines[i + 1], lines[i + 2], lines[i + 3])) return true;
    return false;
  }

  private band(y: number): number {
    return Math.min(this.lines.length - 1, Math.max(0, Math.floor((y - this.top) / bandHeight)));
  }
}
