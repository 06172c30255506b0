import { render } from '../../dataset';
import { posteriorOf, priorOf } from '../../protocol/composition';
import type { ModelConfig } from '../../protocol/config';
import { UserError } from '../../protocol/errors';
import { isDiscrete } from '../../protocol/posteriors';
import { isLinear } from '../../protocol/projection';
import type { Manifold, ManifoldParams, Traversals, TraversalsParams } from '../../protocol/traversals';
import { deviationsOf } from '../dimension-effects';
import type { ExploredRun, ShownModel } from '../explored-run';
import type { Placement } from '../placement';
import { centre } from '../projection';
import { evenSteps, gridPlaces, normalSteps } from './manifold';
import { effectMap, traversalCodes } from './traversal';

/** What traversals need beside the run. */
export interface TraversalSources {
  readonly placement: Placement;
  /** What dimensions that are not gone along are, [latent]. */
  readonly around: Float32Array;
  /** Of a model that knows classes: those that codes are decoded with, so many of them. */
  classes(count: number): Int32Array | undefined;
}

/** What each of some latent dimensions does to what is decoded. @throws UserError path.discrete, path.notFinite */
export async function runTraversals(
  run: Pick<ExploredRun, 'data'>,
  shown: ShownModel,
  { dimensions, steps, reach }: TraversalsParams,
  { placement, around, classes }: TraversalSources,
): Promise<Traversals> {
  const { codes: all, computation, epoch, weights } = shown;
  const { latent } = all;
  check(shown, around);
  if (dimensions.some((dimension) => dimension >= latent)) throw new RangeError(`There are ${latent} dimensions`);
  const moments = { means: centre(all), deviations: deviationsOf(all) };
  const codes = traversalCodes(around, dimensions, moments, { steps, reach });
  const count = dimensions.length * steps;
  const decoded = await weights.exclusive(async () => computation.decode(codes, classes(count)));
  const features = decoded.length / count;
  const effects = new Float32Array(dimensions.length * features);
  for (const row of dimensions.keys()) {
    const frames = decoded.subarray(row * steps * features, (row + 1) * steps * features);
    effects.set(effectMap(frames, steps, reach), row * features);
  }
  return {
    epoch,
    codes,
    positions: placement.place({ latent, means: codes }),
    decoded: render(decoded, run.data.dataset.encoding),
    effects,
  };
}

/** What is decoded on a plane of the view. @throws UserError path.discrete, path.notFinite */
export async function runManifold(
  run: Pick<ExploredRun, 'data'>,
  shown: ShownModel,
  { plane, side, projection }: ManifoldParams,
  { placement, around, classes }: TraversalSources,
): Promise<Manifold> {
  const { codes: all, computation, epoch, model, weights } = shown;
  const { latent } = all;
  check(shown, around);
  const byQuantiles = projection.kind === 'axes' && hasStandardPrior(model.config);
  const shownAt = placement.place(all);
  const steps = (axis: number) => (byQuantiles ? normalSteps(side) : evenSteps(shownAt, axis, side));
  const base = placement.place({ latent, means: around });
  const places = gridPlaces(base, plane, [steps(plane[0]), steps(plane[1])]);
  const codes = new Float32Array(side * side * latent);
  for (let cell = 0; cell < side * side; cell++) {
    const [x, y, z] = places.subarray(3 * cell, 3 * cell + 3);
    codes.set(placement.codeAt([x, y, z], around), cell * latent);
  }
  const decoded = await weights.exclusive(async () => computation.decode(codes, classes(side * side)));
  return {
    epoch,
    codes,
    positions: places,
    decoded: render(decoded, run.data.dataset.encoding),
    by: byQuantiles ? 'quantiles' : isLinear(projection) ? 'even' : 'neighbours',
  };
}

function check({ model }: ShownModel, around: Float32Array): void {
  if (isDiscrete(model.config)) throw new UserError('path.discrete');
  if (!around.every(Number.isFinite)) throw new UserError('path.notFinite', { point: 1 });
}

/** N(0, I), so that each dimension of it is N(0, 1). */
function hasStandardPrior(model: ModelConfig): boolean {
  return model.kind !== 'ae' && priorOf(model).name === 'standard' && posteriorOf(model).name !== 'ladder';
}
