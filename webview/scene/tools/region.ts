import type { Place } from '../shapes';

/** A part of the screen, in CSS pixels. Outside of its bounds, nothing is in it. */
export interface Region {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Whether a place within the bounds is in it. */
  contains(x: number, y: number): boolean;
  /** Whether its edge is surely further away than so many pixels: then all around a place is in it, or nothing is. */
  uniform(x: number, y: number, reach: number): boolean;
}

/** The rectangle between two opposite corners. */
export function boxRegion(a: Place, b: Place): Region {
  const bounds = boundsOf([a, b], 0);
  return {
    ...bounds,
    contains: () => true,
    uniform(x, y, reach) {
      const { left, right, top, bottom } = bounds;
      return x - reach >= left && x + reach <= right && y - reach >= top && y + reach <= bottom;
    },
  };
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
      bands.some(y, (ax, ay, bx, by) => {
        // Half open, so that a corner between two edges counts once.
        if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
        return false;
      });
      return inside;
    },
    uniform: (x, y, reach) => !bands.someNear(x, y, reach),
  };
}

/** What a round brush covers on its way. */
export function strokeRegion(path: readonly Place[], radius: number): Region {
  const bounds = boundsOf(path, radius);
  const bands = new Bands(bounds.top, bounds.bottom);
  for (const [i, to] of path.entries()) bands.add(path[Math.max(0, i - 1)], to, radius);
  return {
    ...bounds,
    contains: (x, y) => bands.someNear(x, y, radius, 0),
    // All around it is under the brush at once, or nothing is at any time.
    uniform: (x, y, reach) =>
      (reach <= radius && bands.someNear(x, y, radius - reach, 0)) || !bands.someNear(x, y, radius + reach, reach),
  };
}

/** Squared distance of a place from the line between two others. */
function squaredDistance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const squared = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = squared > 0 ? ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squared : 0;
  const t = Math.min(1, Math.max(0, along));
  return (x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2;
}

function boundsOf(places: readonly Place[], reach: number): Pick<Region, 'left' | 'right' | 'top' | 'bottom'> {
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

  /** Goes through the lines at a height until `found` says yes; answers whether it did. */
  some(y: number, found: (ax: number, ay: number, bx: number, by: number) => boolean, spread = 0): boolean {
    const last = this.band(y + spread);
    for (let band = this.band(y - spread); band <= last; band++) {
      const lines = this.lines[band];
      for (let i = 0; i < lines.length; i += 4) {
        if (found(lines[i], lines[i + 1], lines[i + 2], lines[i + 3])) return true;
      }
    }
    return false;
  }

  /** Whether a line is at most `distance` away; `spread` is what of it was not added as the lines' reach. */
  someNear(x: number, y: number, distance: number, spread = distance): boolean {
    const squared = distance * distance;
    return this.some(y, (ax, ay, bx, by) => squaredDistance(x, y, ax, ay, bx, by) <= squared, spread);
  }

  private band(y: number): number {
    return Math.min(this.lines.length - 1, Math.max(0, Math.floor((y - this.top) / bandHeight)));
  }
}
