import { Bits } from '../../../webview/data/bits';
import { PointCloud } from '../../../webview/scene/point-cloud';
import { type Viewpoint, viewpoint } from '../../../webview/scene/projection';
import type { Vector3 } from '../../../webview/scene/vector';

/** A cloud that shows these places. */
export function cloudOf(...places: readonly Vector3[]): PointCloud {
  const cloud = new PointCloud();
  cloud.setPositions(Float32Array.from(places.flat()), 0, 0);
  return cloud;
}

/** The camera ten away from the origin on the z axis, looking at it, on a view of 800 x 600. */
export function fromTheFront(): Viewpoint {
  return viewpoint([0, 0, 10], [0, 0, 0], { width: 800, height: 600, near: 0.1 });
}

/** A camera from the side and from above. */
export function fromTheSide(): Viewpoint {
  return viewpoint([6, 4, 7], [0.5, -0.2, 0.3], { width: 800, height: 600, near: 0.1 });
}

export function near(actual: readonly number[], expected: readonly number[], tolerance = 1e-9): boolean {
  return actual.length === expected.length && actual.every((value, i) => Math.abs(value - expected[i]) <= tolerance);
}

/** A set of as many examples as there are values: those whose value is 1. */
export function bits(...values: readonly (0 | 1)[]): Bits {
  return Bits.where(values.length, (index) => values[index] === 1);
}
