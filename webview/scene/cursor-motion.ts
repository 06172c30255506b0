import { project, type Viewpoint, worldPerPixel } from './projection';
import { addScaled, axisDirections, dot, normalise, subtract, type Vector3 } from './vector';

/** What of the 3-D cursor one can take hold of: its centre, or the arm along an axis. */
export type CursorHandle = 'centre' | 0 | 1 | 2;

/** The cursor's centre can be taken this far from it, in pixels; an arm, a little less. */
const centreGrip = 11;
const armGrip = 8;
/** Length of an arm, in pixels, where it lies across the view. */
export const armPixels = 40;
/** An arm that points at the viewer is too short to take hold of. */
const shortestArm = 14;

/** Moves a place with the pointer by (dx, dy) pixels, in the plane through it that is parallel to the screen. */
export function moveInPlane(view: Viewpoint, place: Vector3, dx: number, dy: number): Vector3 {
  const perPixel = worldPerPixel(view, project(view, place).depth);
  return addScaled(addScaled(place, view.right, dx * perPixel), view.up, -dy * perPixel);
}

/** Moves a place away from the viewer by so many pixels' length, along the ray on which it is seen. */
export function moveInDepth(view: Viewpoint, place: Vector3, pixels: number): Vector3 {
  const { depth } = project(view, place);
  const ray = normalise(subtract(place, view.position), view.forward);
  const slope = dot(ray, view.forward);
  const wanted = (pixels * worldPerPixel(view, depth)) / slope;
  // The viewer's own place is as near as it gets.
  return addScaled(place, ray, Math.max(wanted, (2 * view.near - depth) / slope));
}

/** Moves a place along an axis, as far as keeps it under a pointer that moves by (dx, dy). */
export function moveAlongAxis(view: Viewpoint, place: Vector3, axis: 0 | 1 | 2, dx: number, dy: number): Vector3 {
  const unit = worldPerPixel(view, project(view, place).depth);
  const here = project(view, place);
  const there = project(view, addScaled(place, axisDirections[axis], unit));
  const sx = there.x - here.x;
  const sy = there.y - here.y;
  const squared = sx * sx + sy * sy;
  // An axis that points at the viewer has no direction on the screen: it must not run away.
  if (squared < 0.01) return place;
  return addScaled(place, axisDirections[axis], ((dx * sx + dy * sy) / squared) * unit);
}

/** The end of an arm of the cursor: as long on the screen at any depth. */
export function armEnd(view: Viewpoint, place: Vector3, axis: 0 | 1 | 2, sign: 1 | -1): Vector3 {
  return addScaled(place, axisDirections[axis], sign * armPixels * worldPerPixel(view, project(view, place).depth));
}

/** What of a cursor at `place` is under the pointer. Axes that are absent have no arm. */
export function handleAt(
  view: Viewpoint,
  place: Vector3,
  present: readonly boolean[],
  x: number,
  y: number,
): CursorHandle | null {
  const middle = project(view, place);
  if (!(middle.depth > view.near)) return null;
  if (Math.hypot(x - middle.x, y - middle.y) <= centreGrip) return 'centre';
  let best: CursorHandle | null = null;
  let nearest = armGrip;
  for (const axis of [0, 1, 2] as const) {
    if (!present[axis]) continue;
    const tip = project(view, armEnd(view, place, axis, 1));
    if (!(tip.depth > view.near) || Math.hypot(tip.x - middle.x, tip.y - middle.y) < shortestArm) continue;
    const gap = distanceToSegment(x, y, middle.x, middle.y, tip.x, tip.y);
    if (gap < nearest) {
      nearest = gap;
      best = axis;
    }
  }
  return best;
}

function distanceToSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const squared = (bx - ax) ** 2 + (by - ay) ** 2;
  const t = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squared));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}
