import { defaultProjection } from '../../protocol/projection';
import { procrustes } from '../procrustes';
import { type Codes, type Layout, layoutFor, project, varianceShares } from '../projection';

/**
 * The directions in which codes are as near as an orthogonal map brings them to where those of another model are shown by itself: codes
 * that differ from its own by a rotation or reflection are then at the same places. By the three dimensions of the view, so that
 * its inverse is exact whatever the dimensions of both latent spaces are.
 */
export function layoutOnto(codes: Codes, other: Codes): Layout {
  const shown = layoutFor(other, defaultProjection(other.latent), null);
  const { rotation, from } = procrustes(codes, { latent: 3, means: project(other, shown) });
  const direction = (axis: number) => Float64Array.from(rotation.getColumn(axis));
  const basis: Layout['basis'] = [direction(0), direction(1), direction(2)];
  return { origin: from, basis, axes: varianceShares(basis, codes) };
}
