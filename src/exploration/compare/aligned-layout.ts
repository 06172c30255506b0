import { defaultProjection } from '../../protocol/projection';
import { procrustes } from '../procrustes';
import { type Codes, covariance, type Layout, layoutFor, project } from '../projection';

/**
 * The directions in which codes are as near as an orthogonal map brings them to where those of another model are, as that is shown
 * by itself. Codes that differ from its own by a rotation or reflection are then shown at the same places.
 */
export function alignedLayout(codes: Codes, other: Codes): Layout {
  const shown = layoutFor(other, defaultProjection(other.latent), null);
  const { rotation, from } = procrustes(codes, { latent: 3, means: project(other, shown) });
  const direction = (axis: number) => Float64Array.from(rotation.getColumn(axis));
  const basis: Layout['basis'] = [direction(0), direction(1), direction(2)];
  const spread = covariance(codes, from).to2DArray();
  const total = spread.reduce((sum, row, j) => sum + row[j], 0) || 1;
  const varianceOf = (axis: Float64Array) =>
    spread.reduce((sum, row, j) => sum + axis[j] * row.reduce((own, value, k) => own + value * axis[k], 0), 0);
  return { origin: from, basis, axes: basis.map((axis) => ({ variance: varianceOf(axis) / total })) };
}
