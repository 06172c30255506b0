import type { LoadedModel } from '../compute';
import type { Standing, Support } from '../protocol/trainer';
import { breathe } from '../training/breathe';
import { encodeSome, range } from '../training/encoding';
import { AggregatePosterior } from './aggregate-posterior';
import { usualClass } from './decoded-classes';
import { spread } from './example-set';
import { nearestNeighbours } from './neighbours';
import type { Codes } from './projection';
import { reencode, rowDistance } from './reencoding';

/** A code is as near to the examples as it is to so many of them, on average. */
export const nearestCount = 8;

/** Examples that the aggregate posterior is taken over: more of them change its logarithm little, and take time at each place. */
const components = 2048;

/** Examples that a code is compared with, at most: as many as this many distances allow, and never fewer than the least. */
const compared = { most: 256, least: 32, distances: 2e7 };

/** What examples are, and which can be encoded. */
interface Encodable {
  /** Of an example. */
  readonly shape: readonly number[];
  /** Among those that are there. */
  readonly places: Int32Array;
  /** Of the example at a place. */
  indexOf(place: number): number;
}

/** What is usual among the examples of a run: by it, what the decoder makes of a code can be believed or not. */
export class SupportReference {
  private constructor(
    private readonly codes: Codes,
    private readonly shape: readonly number[],
    private readonly posterior: AggregatePosterior | null,
    private readonly usual: {
      readonly distances: Float64Array;
      readonly densities: Float64Array;
      readonly reencodings: Float64Array;
    },
  ) {}

  /**
   * By a sample of the examples. Others are answered meanwhile: the weights have to stay as they are.
   * @param hasSpread Whether q(z|x) is a Gaussian, and so has a density.
   */
  static async of(
    loaded: LoadedModel,
    codes: Codes,
    { shape, places, indexOf }: Encodable,
    hasSpread: boolean,
  ): Promise<SupportReference> {
    const { latent } = codes;
    const examples = codes.means.length / latent;
    const count = Math.max(compared.least, Math.min(compared.most, Math.floor(compared.distances / examples)));
    const some = spread(places.length > 0 ? places : range(0, examples), count);
    const own = new Float32Array(some.length * latent);
    const distances = new Float64Array(some.length);
    for (const [i, place] of some.entries()) {
      const index = places.length > 0 ? indexOf(place) : place;
      const z = codes.means.subarray(index * latent, (index + 1) * latent);
      own.set(z, i * latent);
      distances[i] = meanDistance(codes, z, index);
      await breathe();
    }
    const classes =
      places.length > 0
        ? loaded.computation.classify(some)
        : repeated(usualClass(loaded.computation, null), some.length);
    const again = reencode(loaded, shape, own, classes);
    const reencodings = Float64Array.from(some, (_, i) => rowDistance(own, again, i, latent));
    const sample = spread(places, components);
    const encoded = hasSpread && sample.length > 1 ? await encodeSome(loaded.computation, sample, latent) : null;
    const posterior = encoded?.logVars ? new AggregatePosterior(encoded.means, encoded.logVars, latent) : null;
    const densities = posterior ? await surprises(posterior, count) : new Float64Array();
    for (const values of [distances, densities, reencodings]) values.sort();
    return new SupportReference(codes, shape, posterior, { distances, densities, reencodings });
  }

  /** @param z [latent] @param classes Of a model that knows classes: that of the code. */
  about(z: Float32Array, loaded: LoadedModel, classes?: Int32Array): Omit<Support, 'epoch'> {
    const { codes, shape, posterior, usual } = this;
    const again = reencode(loaded, shape, z, classes);
    const density = posterior && standing(-posterior.logDensity(z), usual.densities);
    return {
      distance: standing(meanDistance(codes, z), usual.distances),
      density: density && { ...density, value: -density.value, usual: -density.usual },
      reencoding: standing(rowDistance(z, again, 0, codes.latent), usual.reencodings),
    };
  }
}

/** -log q(z) of the codes of some of its own examples, each by the others. */
async function surprises(posterior: AggregatePosterior, count: number): Promise<Float64Array> {
  const members = spread(range(0, posterior.size), count);
  const values = new Float64Array(members.length);
  for (const [i, member] of members.entries()) {
    values[i] = -posterior.logDensity(posterior.meanOf(member), member);
    await breathe();
  }
  return values;
}

function repeated(classes: Int32Array | undefined, count: number): Int32Array | undefined {
  return classes && new Int32Array(count).fill(classes[0]);
}

/** Between a code and those nearest to it, Euclidean. */
function meanDistance(codes: Codes, z: ArrayLike<number>, except = -1): number {
  const nearest = nearestNeighbours(codes, z, nearestCount, except);
  return nearest.reduce((sum, { distance }) => sum + distance, 0) / nearest.length;
}

/** @param sorted Of the examples, ascending: the larger, the further out. */
export function standing(value: number, sorted: Float64Array): Standing {
  const below = sorted.findIndex((usual) => usual >= value);
  const beyond = below < 0 ? 0 : (sorted.length - below) / sorted.length;
  return { value, usual: sorted[sorted.length >> 1], beyond };
}
