import { render } from '../../dataset';
import type { Neighbours } from '../../layout/neighbours';
import { UserError } from '../../protocol/errors';
import type { LatentPath, PathParams, PathPoint } from '../../protocol/paths';
import { isDiscrete } from '../../protocol/posteriors';
import { breathe } from '../../training/breathe';
import type { ExploredRun, ShownModel } from '../explored-run';
import type { Placement } from '../placement';
import type { Codes } from '../projection';
import { checkPoints, findPath, type PathDecoder, type Waypoint } from './find-path';

/** What paths need beside the run. */
export interface PathSources {
  /** The nearest codes of each example. */
  neighbours(codes: Codes): Promise<Neighbours>;
  /** Of a model that knows classes: those that the nodes are decoded with, so many of them. */
  classes(count: number): Int32Array | undefined;
}

/** A path through codes of a run, decoded. @throws UserError path.* */
export async function runPath(
  run: Pick<ExploredRun, 'data'>,
  shown: ShownModel,
  placement: Placement,
  params: PathParams,
  sources: PathSources,
): Promise<LatentPath> {
  const { codes, epoch, weights, model } = shown;
  const { latent } = codes;
  if (isDiscrete(model.config)) throw new UserError('path.discrete');
  const points = params.points.map((point): Waypoint => {
    return { code: codeOf(codes, point), example: 'example' in point ? point.example : null };
  });
  checkPoints(points);
  const isAmongNeighbours = (params.kind === 'geodesic' ? params.begin : params.kind) === 'graph';
  const around = isAmongNeighbours ? { codes, neighbours: await sources.neighbours(codes) } : null;
  const found = await weights.exclusive(() => findPath(params, points, decoderOf(shown, sources), around));
  const { decoded, ...path } = found;
  return {
    ...path,
    epoch,
    positions: placement.place({ latent, means: found.codes }),
    decoded: render(decoded, run.data.dataset.encoding),
  };
}

/** @throws RangeError where it is of another number of dimensions */
export function codeOf({ latent, means }: Codes, point: PathPoint): Float32Array {
  if ('example' in point) return means.subarray(point.example * latent, (point.example + 1) * latent);
  if (point.code.length !== latent) throw new RangeError(`A code of ${latent} dimensions, not ${point.code.length}`);
  return point.code;
}

function decoderOf({ computation, model, codes: { latent } }: ShownModel, { classes }: PathSources): PathDecoder {
  const ofEach = (codes: Float32Array) => classes(codes.length / latent);
  return {
    decode: (codes) => computation.decode(codes, ofEach(codes)),
    slopeOf: model.generation
      ? null
      : async (codes) => {
          const slope = computation.curveEnergy(codes, ofEach(codes));
          await breathe();
          return slope;
        },
  };
}
