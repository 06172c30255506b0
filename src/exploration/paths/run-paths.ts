import type { Neighbours } from '../../layout/neighbours';
import { UserError } from '../../protocol/errors';
import type { LatentPath, PathParams } from '../../protocol/paths';
import { isDiscrete } from '../../protocol/posteriors';
import { codeOf, type DecodedSpace } from '../decoded-space';
import type { Codes } from '../projection';
import { checkPoints, findPath, type PathDecoder, type Waypoint } from './find-path';

/** What some paths need beside the space. */
export interface PathSources extends Pick<PathDecoder, 'slopeOf'> {
  /** The nearest codes of each example. */
  neighbours(codes: Codes): Promise<Neighbours>;
}

/** A path through codes, decoded. @throws UserError path.* */
export async function runPath(
  space: DecodedSpace,
  params: PathParams,
  { neighbours, slopeOf }: PathSources,
): Promise<LatentPath> {
  const { codes, epoch, model, placement } = space;
  if (isDiscrete(model)) throw new UserError('path.discrete');
  const points = params.points.map((point): Waypoint => {
    return { code: codeOf(codes, point), example: 'example' in point ? point.example : null };
  });
  checkPoints(points);
  const isAmongNeighbours = (params.kind === 'geodesic' ? params.begin : params.kind) === 'graph';
  const around = isAmongNeighbours ? { codes, neighbours: await neighbours(codes) } : null;
  const decoder = { decode: (some: Float32Array) => space.decode(some), slopeOf };
  const found = await space.exclusive(() => findPath(params, points, decoder, around));
  const { decoded, ...path } = found;
  return {
    ...path,
    epoch,
    positions: placement.place({ latent: codes.latent, means: found.codes }),
    decoded: space.render(decoded),
  };
}
