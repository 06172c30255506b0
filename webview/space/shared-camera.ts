import type { SharedCamera } from '../../src/protocol/linked';
import { centre, radius, robustBounds } from '../scene/bounds';
import type { CameraState } from '../scene/framing';
import { addScaled, subtract, type Vector3 } from '../scene/vector';
import type { ViewDocument } from '../state/view-document';

/** Layouts of the same kind can be looked at from the same place. */
export function kindOf(projection: ViewDocument['projection']): string {
  if (projection?.kind === 'axes') return `axes-${projection.axes.filter((axis) => axis >= 0).length}`;
  if (projection?.kind === 'columns') return `columns-${projection.columns.length}`;
  return projection && 'dims' in projection ? `${projection.kind}-${projection.dims}` : 'pca';
}

/** A camera as others are told it: two models have codes of two scales, so it is measured by where the points are. @param positions n x 3. */
export function toShared({ position, target }: CameraState, layout: string, positions: Float32Array): SharedCamera {
  const { middle, unit } = extent(positions);
  const relative = (place: Vector3): Vector3 => addScaled([0, 0, 0], subtract(place, middle), 1 / unit);
  return { layout, position: relative(position), target: relative(target) };
}

/** The same look at other points. */
export function fromShared({ position, target }: SharedCamera, positions: Float32Array): CameraState {
  const { middle, unit } = extent(positions);
  return { position: addScaled(middle, position, unit), target: addScaled(middle, target, unit) };
}

function extent(positions: Float32Array): { readonly middle: Vector3; readonly unit: number } {
  const box = robustBounds(positions, [false, false, false]);
  return { middle: centre(box), unit: radius(box) };
}
