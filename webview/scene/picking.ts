import type { PointCloud } from './point-cloud';
import type { Viewpoint } from './projection';
import type { ScreenPoints } from './screen-points';
import type { Vector3 } from './vector';

/** How far beside a point one may point, in pixels. */
const slack = 5;

export type Pickable = Pick<PointCloud, 'shown' | 'from' | 'to' | 'mix'>;

/** Depths that differ by less than this share are the same: in a flat view, all are. */
const evenness = 1e-5;

/** How large points are on the screen, in pixels. */
export interface PointRadius {
  at(depth: number): number;
  readonly largest: number;
}

/**
 * The point that is seen at (x, y): the foremost of those whose disc is there (of several in one plane, the one whose
 * middle is nearest), else the nearest on the screen whose edge is at most `tolerance` pixels away. Null: none.
 *
 * @param points Where the points are on the screen, if that is known: then only those near the place are looked at.
 */
export function pickPoint(
  cloud: Pickable,
  view: Viewpoint,
  x: number,
  y: number,
  radius: PointRadius,
  { tolerance = slack, points }: { readonly tolerance?: number; readonly points?: ScreenPoints } = {},
): number | null {
  const pick = new Search(cloud, view, x, y, radius, tolerance);
  if (points) points.near(x, y, radius.at(points.foremost) + tolerance, (index) => pick.consider(index));
  else for (let index = 0; index < cloud.shown.length; index++) pick.consider(index);
  return pick.found;
}

/** Looks at one point after the other, and keeps the best. */
class Search {
  private readonly middleX: number;
  private readonly middleY: number;
  private readonly limit: number;
  private covering: number | null = null;
  private foremost = Number.POSITIVE_INFINITY;
  private closest = 0;
  private beside: number | null = null;
  private nearest: number;

  constructor(
    private readonly cloud: Pickable,
    private readonly view: Viewpoint,
    x: number,
    y: number,
    private readonly radius: PointRadius,
    tolerance: number,
  ) {
    this.middleX = x - view.width / 2;
    this.middleY = view.height / 2 - y;
    this.limit = radius.largest + tolerance;
    this.nearest = tolerance;
  }

  get found(): number | null {
    return this.covering ?? this.beside;
  }

  consider(i: number): void {
    const { shown, from, to, mix } = this.cloud;
    if (shown[i] === 0) return;
    const { position, right, up, forward, focal, near } = this.view;
    const j = 3 * i;
    const px = from[j] + (to[j] - from[j]) * mix - position[0];
    const py = from[j + 1] + (to[j + 1] - from[j + 1]) * mix - position[1];
    const pz = from[j + 2] + (to[j + 2] - from[j + 2]) * mix - position[2];
    const depth = px * forward[0] + py * forward[1] + pz * forward[2];
    if (depth < near) return;
    const scale = focal / depth;
    const dx = (px * right[0] + py * right[1] + pz * right[2]) * scale - this.middleX;
    if (dx > this.limit || dx < -this.limit) return;
    const dy = (px * up[0] + py * up[1] + pz * up[2]) * scale - this.middleY;
    if (dy > this.limit || dy < -this.limit) return;
    this.compare(i, depth, Math.sqrt(dx * dx + dy * dy) - this.radius.at(depth));
  }

  private compare(i: number, depth: number, gap: number): void {
    if (gap <= 0) {
      const before = depth < this.foremost * (1 - evenness);
      const level = !before && depth <= this.foremost * (1 + evenness);
      if (!before && !(level && gap < this.closest)) return;
      this.foremost = depth;
      this.closest = gap;
      this.covering = i;
    } else if (gap < this.nearest) {
      this.nearest = gap;
      this.beside = i;
    }
  }
}

/** The visible point nearest to a place on the screen, however far, in front of the camera. */
export function nearestOnScreen(cloud: Pickable, view: Viewpoint, x: number, y: number): number | null {
  return pickPoint(cloud, view, x, y, { at: () => 0, largest: 0 }, { tolerance: Number.POSITIVE_INFINITY });
}

/** The visible point nearest to a place in space. */
export function nearestInSpace({ shown, from, to, mix }: Pickable, place: Vector3): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < shown.length; i++) {
    if (shown[i] === 0) continue;
    let squared = 0;
    for (let axis = 0; axis < 3; axis++) {
      const j = 3 * i + axis;
      squared += (from[j] + (to[j] - from[j]) * mix - place[axis]) ** 2;
    }
    if (squared < least) {
      least = squared;
      best = i;
    }
  }
  return best;
}
