import * as tf from '@tensorflow/tfjs';
import type { LoadedModel } from '../compute';
import { scoped } from '../graph/scope';
import { numbered } from '../model/classes';
import { inBatches, range } from '../training/encoding';
import type { Codes } from './projection';

/**
 * E(D(z)) of codes, n x latent: of each the code of what is decoded. Where it is far from z, what the decoder makes of z is
 * nothing that the encoder knows from there.
 * @param shape Of an example. @param classes Of a model that knows classes: that of each code.
 */
export function reencode(
  loaded: LoadedModel,
  shape: readonly number[],
  codes: Float32Array,
  classes?: Int32Array,
): Float32Array {
  const isText = loaded.model.config.likelihood === 'categorical';
  return isText ? reencodeText(loaded, shape, codes, classes) : loaded.computation.reencode(codes, classes);
}

/**
 * ||z - E(D(z))|| of the code z of each of the first `examples` examples, Euclidean, as their own classes where a model knows these.
 * @param shape Of an example. @param codes Of all examples.
 */
export async function reencodingErrors(
  loaded: LoadedModel,
  shape: readonly number[],
  { means, latent }: Codes,
  examples: number,
): Promise<Float32Array> {
  const errors = new Float32Array(examples);
  await inBatches(examples, (begin, end) => {
    const own = means.subarray(begin * latent, end * latent);
    const again = reencode(loaded, shape, own, loaded.computation.classify(range(begin, end)));
    for (let i = begin; i < end; i++) errors[i] = rowDistance(own, again, i - begin, latent);
  });
  return errors;
}

/** Between the same rows of two matrices, Euclidean. @param width Of a row. */
export function rowDistance(a: Float32Array, b: Float32Array, row: number, width: number): number {
  let squared = 0;
  for (let at = row * width; at < (row + 1) * width; at++) squared += (a[at] - b[at]) ** 2;
  return Math.sqrt(squared);
}

/** Of the most probable symbols: an encoder of text reads nothing between them. */
function reencodeText(
  { model, computation }: LoadedModel,
  [length, symbols]: readonly number[],
  codes: Float32Array,
  classes?: Int32Array,
): Float32Array {
  const count = codes.length / model.config.latent;
  const decoded = computation.decode(codes, classes);
  return scoped(() => {
    const places = tf.tensor2d(decoded, [count * length, symbols]);
    const text = tf.div<tf.Tensor2D>(tf.reshape(tf.cast(tf.argMax(places, 1), 'float32'), [count, length]), 255);
    const known = classes && numbered(tf.tensor1d(classes, 'int32'), model.classes.length);
    return Float32Array.from(model.encode(text, { classes: known }).mean.dataSync());
  });
}
