import type { Computation, Encoded } from '../compute';
import { standardKl } from '../model/standard-kl';
import { breathe } from './breathe';
import { rowsOf, type Stretches } from './stretches';

/** The posteriors of all examples of a data set, examples x latent. */
export interface Encodings {
  readonly latent: number;
  readonly means: Float32Array;
  /** Null for a plain autoencoder. */
  readonly logVars: Float32Array | null;
}

/** Large enough to be fast, small enough for its activations to stay in the cache. */
export const inferenceBatch = 512;

/** Calls `visit` with the bounds of each batch of 0..count-1, answering other requests in between. */
export async function inBatches(
  count: number,
  visit: (begin: number, end: number) => void,
  size = inferenceBatch,
): Promise<void> {
  for (let begin = 0; begin < count; begin += size) {
    visit(begin, Math.min(begin + size, count));
    await breathe();
  }
}

/** Posteriors of examples, batch after batch in their order. */
export async function* encodeBatches(computation: Computation, stretches: Stretches): AsyncGenerator<Encoded> {
  for await (const stretch of stretches) {
    const { indices } = stretch;
    for (let begin = 0; begin < indices.length; begin += inferenceBatch) {
      const end = begin + inferenceBatch;
      yield computation.encode(indices.subarray(begin, end), rowsOf(stretch, begin, end));
      await breathe();
    }
  }
}

/** Of the first `examples` examples. @param onProgress Hears which part of them is encoded, from 0 to 1. */
export function encodeAll(
  computation: Computation,
  examples: number,
  latent: number,
  onProgress?: (fraction: number) => void,
): Promise<Encodings> {
  return encodeSome(computation, range(0, examples), latent, onProgress);
}

/** Of some examples, by index. @param onProgress As of `encodeAll`. */
export async function encodeSome(
  computation: Computation,
  indices: Int32Array,
  latent: number,
  onProgress: (fraction: number) => void = () => undefined,
): Promise<Encodings> {
  const means = new Float32Array(indices.length * latent);
  let logVars: Float32Array | null = null;
  let at = 0;
  for await (const encoded of encodeBatches(computation, [{ begin: 0, indices }])) {
    means.set(encoded.means, at);
    if (encoded.logVars) {
      logVars ??= new Float32Array(indices.length * latent);
      logVars.set(encoded.logVars, at);
    }
    at += encoded.means.length;
    onProgress(at / means.length);
  }
  return { latent, means, logVars };
}

export function range(begin: number, end: number): Int32Array {
  return Int32Array.from({ length: end - begin }, (_, i) => begin + i);
}

/**
 * A latent dimension is active if Var_x(E[z|x]) > 0.01 (Burda et al. 2016, arXiv 1509.00519, section 5.2), a measure for codes
 * near N(0, I). Vectors of a codebook are at any scale: a dimension of theirs is active if it is not the same for all.
 */
export function countActiveUnits({ means, latent }: Encodings, isAnyScale = false): number {
  if (isAnyScale) return countVaryingUnits(means, latent);
  const examples = means.length / latent;
  let active = 0;
  for (let j = 0; j < latent; j++) {
    let sum = 0;
    let squares = 0;
    for (let i = j; i < means.length; i += latent) {
      sum += means[i];
      squares += means[i] ** 2;
    }
    if (squares / examples - (sum / examples) ** 2 > 0.01) active++;
  }
  return active;
}

function countVaryingUnits(means: Float32Array, latent: number): number {
  const varies = new Uint8Array(latent);
  for (let i = latent; i < means.length; i++) if (means[i] !== means[i % latent]) varies[i % latent] = 1;
  return varies.reduce((sum, unit) => sum + unit, 0);
}

/** KL(q(z|x) || N(0, 1)) of each latent dimension, mean over the examples, nats, to six digits. */
export function klOfDimensions({ means, logVars, latent }: Encodings): readonly number[] {
  if (!logVars) throw new Error('A posterior without a spread has no KL of its dimensions');
  const sums = new Float64Array(latent);
  for (let i = 0; i < means.length; i++) sums[i % latent] += standardKl(means[i], logVars[i]);
  return Array.from(sums, (sum) => Number(((sum * latent) / means.length).toPrecision(6)));
}
