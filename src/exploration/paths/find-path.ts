import type { Neighbours } from '../../layout/neighbours';
import { neighbourhoodSize } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import type { LatentPath, PathParams } from '../../protocol/paths';
import { nearestNeighbours } from '../neighbours';
import { rowsOf } from '../placement';
import type { Codes } from '../projection';
import { type Curve, curveThrough, energyOf, joinCurves, lengthOf, resample } from './curve';
import { type CurveSlope, geodesicFrom } from './geodesic';
import { spherical, straight } from './interpolation';
import { NeighbourGraph } from './neighbour-graph';

/** A point that a path leads through. */
export interface Waypoint {
  readonly code: Float32Array;
  /** Whose code it is; null: no example's. */
  readonly example: number | null;
}

/** What a path is judged by, and looked for: the decoder, by weights that stay as they are. */
export interface PathDecoder {
  /** E[x|z] of codes, nodes x latent: nodes x features. */
  decode(codes: Float32Array): Float32Array;
  /** Of a curve; null where what is decoded changes in jumps. */
  readonly slopeOf: ((codes: Float32Array) => Promise<CurveSlope>) | null;
}

/** The codes of all examples, and the nearest ones of each. */
export interface Surroundings {
  readonly codes: Codes;
  readonly neighbours: Neighbours;
}

export interface FoundPath extends Pick<LatentPath, 'energy' | 'length' | 'converged'> {
  readonly codes: Float32Array;
  /** nodes x features. */
  readonly decoded: Float32Array;
}

type WantedPath = Pick<PathParams, 'kind' | 'pieces' | 'begin'>;

/**
 * A path through points, leg by leg.
 * @param around Asked for by paths through neighbours alone. @throws UserError path.*
 */
export async function findPath(
  wanted: WantedPath,
  points: readonly Waypoint[],
  decoder: PathDecoder,
  around: Surroundings | null,
): Promise<FoundPath> {
  const graph = around && NeighbourGraph.of(around.neighbours);
  const legs: { readonly curve: Curve; readonly converged?: boolean }[] = [];
  for (let leg = 1; leg < points.length; leg++) {
    const along = (kind: WantedPath['kind']) => {
      const curve = plainLeg(
        kind,
        points[leg - 1],
        points[leg],
        wanted.pieces,
        around && graph && { ...around, graph },
      );
      if (curve) return curve;
      throw new UserError(kind === 'graph' ? 'path.unconnected' : 'path.noArc', { first: leg, second: leg + 1 });
    };
    if (wanted.kind !== 'geodesic') legs.push({ curve: along(wanted.kind) });
    else if (decoder.slopeOf) legs.push(await geodesicFrom(along(wanted.begin ?? 'straight'), decoder.slopeOf));
    else throw new UserError('path.written');
  }
  const whole = joinCurves(legs.map(({ curve }) => curve));
  const decoded = decoder.decode(whole.values);
  const width = (decoded.length * whole.width) / whole.values.length;
  const energies = legs.map((_, leg) => {
    const [first, last] = [leg * wanted.pieces, (leg + 1) * wanted.pieces];
    return energyOf({ values: decoded.subarray(first * width, (last + 1) * width), width });
  });
  return {
    codes: whole.values,
    decoded,
    energy: energies.reduce((a, b) => a + b, 0),
    length: { codes: lengthOf(whole), decoded: lengthOf({ values: decoded, width }) },
    ...(wanted.kind === 'geodesic' && { converged: legs.every(({ converged }) => converged) }),
  };
}

/** @throws UserError path.notFinite, path.samePlace */
export function checkPoints(points: readonly Waypoint[]): void {
  for (const [i, { code }] of points.entries()) {
    if (!code.every(Number.isFinite)) throw new UserError('path.notFinite', { point: i + 1 });
    const before = points[i - 1]?.code;
    if (before && code.every((value, j) => value === before[j]))
      throw new UserError('path.samePlace', { first: i, second: i + 1 });
  }
}

function plainLeg(
  kind: WantedPath['kind'],
  from: Waypoint,
  to: Waypoint,
  pieces: number,
  around: (Surroundings & { readonly graph: NeighbourGraph }) | null,
): Curve | null {
  if (kind === 'spherical') return spherical(from.code, to.code, pieces);
  if (kind !== 'graph') return straight(from.code, to.code, pieces);
  if (!around) throw new Error('A path through neighbours needs them');
  const { codes, graph } = around;
  const entriesOf = ({ code, example }: Waypoint) =>
    example === null ? nearestNeighbours(codes, code, neighbourhoodSize) : [{ index: example, distance: 0 }];
  const way = graph.shortest(entriesOf(from), entriesOf(to));
  if (!way) return null;
  const passed = rowsOf(codes, Int32Array.from(way)).means;
  return resample(curveThrough([from.code, passed, to.code], codes.latent), pieces);
}
