import { render } from '../../dataset';
import type { PathParams, PathPoint } from '../../protocol/paths';
import type { TraversalsParams } from '../../protocol/traversals';
import { breathe } from '../../training/breathe';
import { codeOf, type DecodedSpace } from '../decoded-space';
import { runDirection } from '../directions/run-direction';
import type { ExplorationContext } from '../exploration-context';
import type { ShownModel } from '../explored-run';
import type { PathDecoder } from '../paths/find-path';
import { runPath } from '../paths/run-paths';
import type { Placement } from '../placement';
import { runManifold, runTraversals } from '../traversals/run-traversals';
import type { Answers } from './answers';

/** Of a model that knows classes: those that so many codes are decoded with. */
type Classes = (count: number) => Int32Array | undefined;

/** Codes along a way, and those beside one. */
export function pathAnswers(context: ExplorationContext): Answers<'path' | 'direction' | 'traversals' | 'manifold'> {
  const { run, columns } = context;
  return {
    path: (params, signal) =>
      along(context, params, params.points, (shown, placement, classes) =>
        runPath(spaceOf(context, shown, placement, classes), params, {
          neighbours: (codes) => columns.nearest(codes, signal),
          slopeOf: slopeOf(shown, classes),
        }),
      ),

    direction: (params) =>
      along(context, params, params.from, (shown, placement, classes) =>
        runDirection(run, shown, placement, params, classes),
      ),

    traversals: (params) => beside(context, params, (space, around) => runTraversals(space, params, around)),

    manifold: (params) => beside(context, params, (space, around) => runManifold(space, params, around)),
  };
}

/** What is asked about codes along a way: with the class that they are decoded with, of a model that knows classes. */
async function along<T>(
  context: ExplorationContext,
  { epoch, projection, ofClass }: Pick<PathParams, 'epoch' | 'projection' | 'ofClass'>,
  points: readonly PathPoint[],
  answer: (shown: ShownModel, placement: Placement, classes: Classes) => Promise<T>,
): Promise<T> {
  const examples = points.flatMap((point) => ('example' in point ? [point.example] : []));
  context.checked(examples);
  return context.run.showing(epoch ?? null, async (shown) => {
    const { placement } = await context.placement(shown.epoch, shown.codes, projection);
    // Of an example whose data are gone the code is there, and its class is not.
    const [own] = shown.computation.classes
      ? (context.classOf(shown.computation, ofClass ?? null, examples[0] ?? null) ?? [])
      : [];
    return answer(shown, placement, (count) => (own === undefined ? undefined : new Int32Array(count).fill(own)));
  });
}

/** What is asked about codes that are beside one, or beside the mean of all. */
function beside<T>(
  context: ExplorationContext,
  params: Pick<TraversalsParams, 'around' | 'epoch' | 'projection' | 'ofClass'>,
  answer: (space: DecodedSpace, around: Float32Array) => Promise<T>,
): Promise<T> {
  const { around } = params;
  return along(context, params, around ? [around] : [], (shown, placement, classes) => {
    const { codes } = shown;
    const own = around ? codeOf(codes, around) : Float32Array.from(context.centre(codes));
    return answer(spaceOf(context, shown, placement, classes), own);
  });
}

function spaceOf(
  { run }: ExplorationContext,
  { model, computation, epoch, codes, weights }: ShownModel,
  placement: Placement,
  classes: Classes,
): DecodedSpace {
  return {
    model: model.config,
    epoch,
    codes,
    placement,
    decode: (some) => computation.decode(some, classes(some.length / codes.latent)),
    exclusive: (task) => weights.exclusive(task),
    render: (decoded) => render(decoded, run.data.dataset.encoding),
  };
}

/** Null where what is decoded changes in jumps. */
function slopeOf({ computation, model, codes: { latent } }: ShownModel, classes: Classes): PathDecoder['slopeOf'] {
  if (model.generation) return null;
  return async (codes) => {
    const slope = computation.curveEnergy(codes, classes(codes.length / latent));
    await breathe();
    return slope;
  };
}
