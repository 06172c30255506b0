import type { ShownAxes } from '../../protocol/compare';
import { defaultProjection } from '../../protocol/projection';
import { procrustes } from '../procrustes';
import { axesLayout, type Codes, type Layout, pcaLayout, project, varianceShares } from '../projection';

/**
 * The directions in which codes are as near as an orthogonal map brings them to where those of another model are shown by itself: codes
 * that differ from its own by a rotation or reflection are then at the same places. By the three dimensions of the view, so that
 * its inverse is exact whatever the dimensions of both latent spaces are.
 * @param axes By which the other is shown; by default its principal components, or its own axes.
 */
export function layoutOnto(codes: Codes, other: Codes, axes?: ShownAxes): Layout {
  const shown = asShown(other, axes) ?? byItself(other);
  const { rotation, from } = procrustes(codes, { latent: 3, means: project(other, shown) });
  const direction = (axis: number) => Float64Array.from(rotation.getColumn(axis));
  const basis: Layout['basis'] = [direction(0), direction(1), direction(2)];
  return { origin: from, basis, axes: varianceShares(basis, codes) };
}

/** Null where they are none of its space: it may have been trained anew since. */
function asShown({ latent }: Codes, axes?: ShownAxes): Layout | null {
  if (!axes || [axes.origin, ...axes.basis].some(({ length }) => length !== latent)) return null;
  const [x, y, z] = axes.basis.map((axis) => Float64Array.from(axis));
  return { origin: Float64Array.from(axes.origin), basis: [x, y, z], axes: [] };
}

function byItself(codes: Codes): Layout {
  const projection = defaultProjection(codes.latent);
  return projection.kind === 'pca' ? pcaLayout(codes, null) : axesLayout(codes.latent, projection.axes);
}
