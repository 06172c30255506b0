import { addScaled, cross, dot, normalise, subtract, type Vector3 } from './vector';

/** Where the camera stands, as orthonormal axes, and the picture it makes. Pixels are CSS pixels, y down. */
export interface Viewpoint {
  readonly position: Vector3;
  readonly right: Vector3;
  readonly up: Vector3;
  readonly forward: Vector3;
  /** Focal length in pixels: something as long as it is far away covers this many. */
  readonly focal: number;
  readonly width: number;
  readonly height: number;
  /** What is not so deep is not seen. */
  readonly near: number;
}

/** A place on the screen. `depth` is the distance along the viewing direction; behind the camera it is negative. */
export interface Projected {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

export interface ScreenSegment {
  readonly from: Projected;
  readonly to: Projected;
}

/** The vertical field of view, in degrees: wide enough for perspective to tell near from far. */
export const fieldOfView = 38;

/** The camera at `position` that looks at `target` with y up. */
export function viewpoint(
  position: Vector3,
  target: Vector3,
  { width, height, near }: Pick<Viewpoint, 'width' | 'height' | 'near'>,
): Viewpoint {
  const forward = normalise(subtract(target, position), [0, 0, -1]);
  const right = normalise(cross(forward, [0, 1, 0]), [1, 0, 0]);
  const up = cross(right, forward);
  const focal = height / 2 / Math.tan((fieldOfView / 2) * (Math.PI / 180));
  return { position, right, up, forward, focal, width, height, near };
}

/** x = w/2 + f (p . right) / depth, y = h/2 - f (p . up) / depth, with p seen from the camera. */
export function project(view: Viewpoint, point: Vector3): Projected {
  const offset = subtract(point, view.position);
  const depth = dot(offset, view.forward);
  const scale = view.focal / depth;
  return {
    x: view.width / 2 + dot(offset, view.right) * scale,
    y: view.height / 2 - dot(offset, view.up) * scale,
    depth,
  };
}

/** The point that is seen at (x, y), `depth` away along the viewing direction. */
export function unproject(view: Viewpoint, { x, y, depth }: Projected): Vector3 {
  const perPixel = worldPerPixel(view, depth);
  const ahead = addScaled(view.position, view.forward, depth);
  const across = addScaled(ahead, view.right, (x - view.width / 2) * perPixel);
  return addScaled(across, view.up, (view.height / 2 - y) * perPixel);
}

/** How long something is that covers one pixel at this depth. */
export function worldPerPixel(view: Viewpoint, depth: number): number {
  return depth / view.focal;
}

/** The part of a line in front of the camera, on the screen; null where all of it is behind. */
export function projectSegment(view: Viewpoint, a: Vector3, b: Vector3): ScreenSegment | null {
  const { near } = view;
  const depthA = dot(subtract(a, view.position), view.forward);
  const depthB = dot(subtract(b, view.position), view.forward);
  if (depthA < near && depthB < near) return null;
  const cut = addScaled(a, subtract(b, a), (near - depthA) / (depthB - depthA));
  return { from: project(view, depthA < near ? cut : a), to: project(view, depthB < near ? cut : b) };
}
