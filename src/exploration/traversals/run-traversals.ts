import { posteriorOf, priorOf } from '../../protocol/composition';
import type { ModelConfig } from '../../protocol/config';
import { UserError } from '../../protocol/errors';
import { isDiscrete } from '../../protocol/posteriors';
import { isLinear } from '../../protocol/projection';
import type { Manifold, ManifoldParams, Traversals, TraversalsParams } from '../../protocol/traversals';
import type { DecodedSpace } from '../decoded-space';
import { deviationsOf } from '../deviations';
import { centre } from '../projection';
import { evenSteps, gridPlaces, normalSteps } from './manifold';
import { effectMap, traversalCodes } from './traversal';

/**
 * What each of some latent dimensions does to what is decoded.
 * @param around What dimensions that are not gone along are, [latent]. @throws UserError path.discrete, path.notFinite
 */
export async function runTraversals(
  space: DecodedSpace,
  { dimensions, steps, reach }: Pick<TraversalsParams, 'dimensions' | 'steps' | 'reach'>,
  around: Float32Array,
): Promise<Traversals> {
  const { codes: all, epoch, placement } = space;
  const { latent } = all;
  check(space, around);
  if (dimensions.some((dimension) => dimension >= latent)) throw new RangeError(`There are ${latent} dimensions`);
  const moments = { means: centre(all), deviations: deviationsOf(all) };
  const codes = traversalCodes(around, dimensions, moments, { steps, reach });
  const decoded = await space.exclusive(async () => space.decode(codes));
  const features = decoded.length / (dimensions.length * steps);
  const effects = new Float32Array(dimensions.length * features);
  for (const row of dimensions.keys()) {
    const frames = decoded.subarray(row * steps * features, (row + 1) * steps * features);
    effects.set(effectMap(frames, steps, reach), row * features);
  }
  return {
    epoch,
    codes,
    positions: placement.place({ latent, means: codes }),
    decoded: space.render(decoded),
    effects,
  };
}

/** What is decoded on a plane of the view. @param around As of `runTraversals`. @throws UserError path.discrete, path.notFinite */
export async function runManifold(
  space: DecodedSpace,
  { plane, side, projection }: Pick<ManifoldParams, 'plane' | 'side' | 'projection'>,
  around: Float32Array,
): Promise<Manifold> {
  const { codes: all, epoch, model, placement } = space;
  const { latent } = all;
  check(space, around);
  const byQuantiles = projection.kind === 'axes' && hasStandardPrior(model);
  const shownAt = placement.place(all);
  const steps = (axis: number) => (byQuantiles ? normalSteps(side) : evenSteps(shownAt, axis, side));
  const base = placement.place({ latent, means: around });
  const places = gridPlaces(base, plane, [steps(plane[0]), steps(plane[1])]);
  const codes = new Float32Array(side * side * latent);
  for (let cell = 0; cell < side * side; cell++) {
    const [x, y, z] = places.subarray(3 * cell, 3 * cell + 3);
    codes.set(placement.codeAt([x, y, z], around), cell * latent);
  }
  const decoded = await space.exclusive(async () => space.decode(codes));
  return {
    epoch,
    codes,
    positions: places,
    decoded: space.render(decoded),
    by: byQuantiles ? 'quantiles' : isLinear(projection) ? 'even' : 'neighbours',
  };
}

function check({ model }: DecodedSpace, around: Float32Array): void {
  if (isDiscrete(model)) throw new UserError('path.discrete');
  if (!around.every(Number.isFinite)) throw new UserError('path.notFinite', { point: 1 });
}

/** N(0, I), so that each dimension of it is N(0, 1). */
function hasStandardPrior(model: ModelConfig): boolean {
  return model.kind !== 'ae' && priorOf(model).name === 'standard' && posteriorOf(model).name !== 'ladder';
}
