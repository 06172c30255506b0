import type { Direction, DirectionKind, Probe } from '../../protocol/directions';
import { UserError } from '../../protocol/errors';
import { random } from '../../random';
import { breathe } from '../../training/breathe';
import { spread } from '../example-set';
import type { Codes } from '../projection';
import type { Labelled } from './logistic';
import { fitStandardised, heldOutAccuracy } from './probe';
import { byChance, type Pair, randomPair } from './random-pairs';
import { difference, finiteOf, meanOf, norm } from './set-means';

/** Random pairs of sets that the length is held against, and those that a probe is fitted to, which takes longer. */
const pairs = { lengths: 100, probes: 10 };
/** A probe is fitted to so many examples of a set at least, and to fewer than this in all the more dimensions there are. */
const least = 10;
const mostProducts = 2e8;
const mostProbed = 4000;
/** Tells these numbers from others. */
const pairSeed = 0xd1f;

export type FoundDirection = Pick<Direction, 'length' | 'chance' | 'beyond' | 'probe'> & {
  /** [latent]: as long as the means of both sets are apart along it. */
  readonly vector: Float64Array;
};

/** From the codes of a second set of examples towards those of a first. @throws UserError direction.* */
export async function findDirection(
  codes: Codes,
  sets: Pair,
  kind: DirectionKind,
  seed: number,
): Promise<FoundDirection> {
  const a = finiteOf(codes, sets.a);
  const b = finiteOf(codes, sets.b);
  if (a.length === 0 || b.length === 0) throw new UserError('direction.empty', { set: a.length === 0 ? 'A' : 'B' });
  const apart = difference(meanOf(codes, a), meanOf(codes, b));
  const length = norm(apart);
  if (length === 0) throw new UserError('direction.same');
  const all = finiteOf(
    codes,
    Int32Array.from({ length: codes.means.length / codes.latent }, (_, index) => index),
  );
  const next = random(seed, pairSeed);
  const lengths: number[] = [];
  for (let pair = 0; pair < pairs.lengths; pair++) {
    const drawn = randomPair(all, [a.length, b.length], next);
    lengths.push(norm(difference(meanOf(codes, drawn.a), meanOf(codes, drawn.b))));
    await breathe();
  }
  const own = ownOf(a, b);
  const probe = await probeOf(codes, own, all, next);
  if (kind === 'probe' && probe === null) throw new UserError('direction.tooFew', { least });
  const beyond = lengths.filter((other) => other >= length).length / lengths.length;
  const vector =
    kind === 'means' ? apart : along(fitStandardised(labelled(codes, sampleOf(codes, own))).weights, apart);
  return { vector, length, chance: byChance(lengths), beyond, probe };
}

/** The part of one vector along another. */
function along(direction: Float64Array, vector: Float64Array): Float64Array {
  const square = direction.reduce((sum, value) => sum + value * value, 0);
  const product = direction.reduce((sum, value, j) => sum + value * vector[j], 0);
  return direction.map((value) => (square > 0 ? (value * product) / square : 0));
}

async function probeOf(codes: Codes, own: Pair, all: Int32Array, next: () => number): Promise<Probe | null> {
  if (own.a.length < least || own.b.length < least) return null;
  const sample = sampleOf(codes, own);
  const { value, error } = heldOutAccuracy(labelled(codes, sample));
  const byRandom: number[] = [];
  for (let pair = 0; pair < pairs.probes; pair++) {
    const drawn = randomPair(all, [sample.a.length, sample.b.length], next);
    byRandom.push(heldOutAccuracy(labelled(codes, drawn)).value);
    await breathe();
  }
  const examples = [sample.a.length, sample.b.length] as const;
  const most = Math.max(...examples) / (examples[0] + examples[1]);
  return { examples, accuracy: value, error, most, chance: byChance(byRandom) };
}

/** What a set has alone: an example of both tells nothing. */
function ownOf(a: Int32Array, b: Int32Array): Pair {
  const [ofA, ofB] = [new Set(a), new Set(b)];
  return { a: a.filter((index) => !ofB.has(index)), b: b.filter((index) => !ofA.has(index)) };
}

/** So many of both that a probe is fitted soon, in the same proportion. */
function sampleOf({ latent }: Codes, { a, b }: Pair): Pair {
  const most = Math.min(mostProbed, Math.max(4 * latent, Math.floor(mostProducts / (latent + 1) ** 2)));
  const part = Math.min(1, most / (a.length + b.length));
  const count = (set: Int32Array) => Math.min(set.length, Math.max(least, Math.round(part * set.length)));
  return { a: spread(a, count(a)), b: spread(b, count(b)) };
}

/** Those of the first set are 1. */
function labelled({ means, latent }: Codes, { a, b }: Pair): Labelled {
  const indices = [...a, ...b];
  const values = new Float64Array(indices.length * latent);
  for (const [row, index] of indices.entries())
    values.set(means.subarray(index * latent, (index + 1) * latent), row * latent);
  return { values, width: latent, labels: Uint8Array.from(indices, (_, row) => Number(row < a.length)) };
}
