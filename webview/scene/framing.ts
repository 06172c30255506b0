import { type Box, centre, radius } from './bounds';
import { fieldOfView, project, unproject, type Viewpoint } from './projection';
import { addScaled, length, normalise, subtract, type Vector3 } from './vector';

/** Room around the points, for the axes' labels, as a share of the view. */
const room = 0.88;

/** Where the camera looks from at first: a little from the right and from above. */
export const firstDirection: Vector3 = normalise([0.55, 0.42, 1], [0, 0, 1]);
export const straightOn: Vector3 = [0, 0, 1];

/** Pixels between what is kept in sight and the edge of the view. */
const edge = 32;

export interface CameraState {
  readonly position: Vector3;
  readonly target: Vector3;
}

/** The distance from which a box is seen whole: its sphere from any direction, or, flat, its front. */
export function framingDistance(box: Box, flat: boolean, aspect: number): number {
  const tangent = Math.tan((fieldOfView / 2) * (Math.PI / 180)) * room;
  if (flat) {
    const [width, height] = subtract(box.max, box.min);
    return Math.max(height / 2 / tangent, width / 2 / (tangent * aspect), 1e-9);
  }
  const narrower = Math.atan(tangent * Math.min(1, aspect));
  // A box fills its sphere only at the corners: what they lose at the edge of a narrow view, all else gains in size.
  return Math.max((0.95 * radius(box)) / Math.sin(narrower), 1e-9);
}

/** The camera that sees the box whole, from a direction. */
export function framing(box: Box, direction: Vector3, flat: boolean, aspect: number): CameraState {
  const target = centre(box);
  return { position: addScaled(target, direction, framingDistance(box, flat, aspect)), target };
}

/** A camera that went round the vertical axis through what it looks at. */
export function turned({ position, target }: CameraState, angle: number): CameraState {
  const offset = subtract(position, target);
  const direction = normalise(offset, [0, 0, 1]);
  return { target, position: addScaled(target, turnedDirection(direction, angle), length(offset)) };
}

/** A direction that went round the vertical axis, counter-clockwise as seen from above. */
export function turnedDirection([x, y, z]: Vector3, angle: number): Vector3 {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return [x * cosine + z * sine, y, z * cosine - x * sine];
}

/** Whether two cameras show the same, but for rounding. */
export function sameView(a: CameraState, b: CameraState): boolean {
  const apart = Math.max(length(subtract(a.position, b.position)), length(subtract(a.target, b.target)));
  return apart <= 1e-4 * length(subtract(b.position, b.target));
}

/**
 * By how much a camera moves so that a place is seen at the same pixel when its picture becomes another size (`after`), or,
 * where that has no such pixel, just inside of it. A place that was out of sight is left where it is.
 */
export function shiftToKeep(before: Viewpoint, after: Viewpoint, place: Vector3): Vector3 {
  const { x, y, depth } = project(before, place);
  const seen = depth > before.near && x >= 0 && x <= before.width && y >= 0 && y <= before.height;
  if (!seen) return [0, 0, 0];
  const at = { x: within(x, after.width), y: within(y, after.height), depth };
  return subtract(place, unproject(after, at));
}

function within(pixel: number, size: number): number {
  const margin = Math.min(edge, size / 2);
  return Math.min(size - margin, Math.max(margin, pixel));
}
