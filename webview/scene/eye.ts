import { type Box, centre, radius } from './bounds';
import { type CameraState, framingDistance } from './framing';
import { type Viewpoint, viewpoint } from './projection';
import { dot, length, subtract, type Vector3 } from './vector';

/** A camera before the points: all that a picture depends on besides them. */
export interface Eye {
  readonly view: Viewpoint;
  /** From the camera to what it looks at. */
  readonly distance: number;
  /** The distance that frames all points. */
  readonly framedDistance: number;
  /** How deep the middle of the points lies. */
  readonly middleDepth: number;
}

/** In pixels of the view. */
export interface ViewSize {
  readonly width: number;
  readonly height: number;
}

/** A camera that nobody holds, before points within a box. */
export function eyeAt({ position, target }: CameraState, box: Box, flat: boolean, size: ViewSize): Eye {
  const distance = length(subtract(position, target));
  const view = viewpoint(position, target, { ...size, near: nearPlane(box, position, distance) });
  return {
    view,
    distance,
    framedDistance: framingDistance(box, flat, size.width / size.height),
    middleDepth: depthOfMiddle(view, box),
  };
}

/** What is less deep is not seen: far enough from the camera for depths to be told apart. */
export function nearPlane(box: Box, position: Vector3, distance: number): number {
  return Math.max(length(subtract(position, centre(box))) - 4 * radius(box), distance * 0.01);
}

export function depthOfMiddle({ position, forward }: Viewpoint, box: Box): number {
  return dot(subtract(centre(box), position), forward);
}
