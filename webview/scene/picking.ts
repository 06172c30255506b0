import type { PointCloud } from './point-cloud';
import type { Viewpoint } from './projection';
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
 */
export function pickPoint(
  { shown, from, to, mix }: Pickable,
  view: Viewpoint,
  x: number,
  y: number,
  radius: PointRadius,
  tolerance = slack,
): number | null {
  const { position, right, up, forward, focal, near } = view;
  const middleX = x - view.width / 2;
  const middleY = view.height / 2 - y;
  const limit = radius.largest + tolerance;
  let covering: number | null = null;
  let foremost = Number.POSITIVE_INFINITY;
  let closest = 0;
  let beside: number | null = null;
  let nearest = tolerance;
  for (let i = 0; i < shown.length; i++) {
    if (shown[i] === 0) continue;
    const j = 3 * i;
    const px = from[j] + (to[j] - from[j]) * mix - position[0];
    const py = from[j + 1] + (to[j + 1] - from[j + 1]) * mix - position[1];
    const pz = from[j + 2] + (to[j + 2] - from[j + 2]) * mix - position[2];
    const depth = px * forward[0] + py * forward[1] + pz * forward[2];
    if (depth < near) continue;
    const scale = focal / depth;
    const dx = (px * right[0] + py * right[1] + pz * right[2]) * scale - middleX;
    if (dx > limit || dx < -limit) continue;
    const dy = (px * up[0] + py * up[1] + pz * up[2]) * scale - middleY;
    if (dy > limit || dy < -limit) continue;
    const gap = Math.sqrt(dx * dx + dy * dy) - radius.at(depth);
    if (gap <= 0) {
      const before = depth < foremost * (1 - evenness);
      const level = !before && depth <= foremost * (1 + evenness);
      if (!before && !(level && gap < closest)) continue;
      foremost = depth;
      closest = gap;
      covering = i;
    } else if (gap < nearest) {
      nearest = gap;
      beside = i;
    }
  }
  return covering ?? beside;
}

/** The visible point nearest to a place on the screen, however far, in front of the camera. */
export function nearestOnScreen(cloud: Pickable, view: Viewpoint, x: number, y: number): number | null {
  return pickPoint(cloud, view, x, y, { at: () => 0, largest: 0 }, Number.POSITIVE_INFINITY);
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
