import type { PathParams, PathPoint } from '../../protocol/paths';
import type { TraversalsParams } from '../../protocol/traversals';
import { runDirection } from '../directions/run-direction';
import type { ExplorationContext } from '../exploration-context';
import type { ShownModel } from '../explored-run';
import { codeOf, type PathSources, runPath } from '../paths/run-paths';
import type { Placement } from '../placement';
import { runManifold, runTraversals, type TraversalSources } from '../traversals/run-traversals';
import type { Answers } from './answers';

/** Codes along a way, and those beside one. */
export function pathAnswers(context: ExplorationContext): Answers<'path' | 'direction' | 'traversals' | 'manifold'> {
  const { run, columns } = context;
  return {
    path: (params, signal) =>
      along(context, params, params.points, (shown, placement, classes) =>
        runPath(run, shown, placement, params, { neighbours: (codes) => columns.nearest(codes, signal), classes }),
      ),

    direction: (params) =>
      along(context, params, params.from, (shown, placement, classes) =>
        runDirection(run, shown, placement, params, classes),
      ),

    traversals: (params) => beside(context, params, (shown, sources) => runTraversals(run, shown, params, sources)),

    manifold: (params) => beside(context, params, (shown, sources) => runManifold(run, shown, params, sources)),
  };
}

/** What is asked about codes along a way: with the class that they are decoded with, of a model that knows classes. */
async function along<T>(
  context: ExplorationContext,
  { epoch, projection, ofClass }: Pick<PathParams, 'epoch' | 'projection' | 'ofClass'>,
  points: readonly PathPoint[],
  answer: (shown: ShownModel, placement: Placement, classes: PathSources['classes']) => Promise<T>,
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
  answer: (shown: ShownModel, sources: TraversalSources) => Promise<T>,
): Promise<T> {
  const { around } = params;
  return along(context, params, around ? [around] : [], (shown, placement, classes) => {
    const { codes } = shown;
    const own = around ? codeOf(codes, around) : Float32Array.from(context.centre(codes));
    return answer(shown, { placement, classes, around: own });
  });
}
