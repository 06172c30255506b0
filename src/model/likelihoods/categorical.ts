import * as tf from '@tensorflow/tfjs';
import { withGradient } from '../gradient';
import type { Likelihood, Output } from './likelihood';

/** At each place of a text a symbol k with the probability softmax(l)[k]. */
export const categorical: Likelihood = {
  create({ shape: [, symbols] }) {
    return (logits) => categoricalOutput(logits, symbols);
  },
  seen: (text, [, symbols]) => oneHot(text, symbols),
};

/** @param logits Of each symbol at each place, [batch, length x symbols]. */
export function categoricalOutput(logits: tf.Tensor2D, symbols: number): Output {
  return {
    negativeLogLikelihood: (x) => symbolCrossEntropy(logits, oneHot(x, symbols), symbols),
    mean: () => symbolProbabilities(logits, symbols),
  };
}

/** Text as a batch of it is stored, [batch, length], code / 255 like all bytes, as one-hot vectors, [batch, length x symbols]. */
function oneHot(text: tf.Tensor2D, symbols: number): tf.Tensor2D {
  return oneHotCodes(codesOf(text), symbols);
}

/** The codes of text as a batch of it is stored, int32, [batch, length]. */
export function codesOf(text: tf.Tensor2D): tf.Tensor2D {
  return tf.cast(tf.round(tf.mul(text, 255)), 'int32');
}

/** Codes, int32, [batch, length], as one-hot vectors, [batch, length x symbols]. */
export function oneHotCodes(codes: tf.Tensor2D, symbols: number): tf.Tensor2D {
  const [batch, length] = codes.shape;
  // Whole numbers first: the WebAssembly backend writes them wherever floats are asked for.
  return tf.reshape(tf.cast(tf.oneHot(codes, symbols), 'float32'), [batch, length * symbols]);
}

/** p(symbol) at each place, [batch, length x symbols], of logits of this shape. */
function symbolProbabilities(logits: tf.Tensor2D, symbols: number): tf.Tensor2D {
  return tf.reshape(tf.softmax(tf.reshape(logits, [-1, symbols])), logits.shape);
}

/**
 * -log p of sequences of symbols, [batch], nats: -sum_i log softmax(l_i)[k_i] over the places i, k_i the symbol there,
 * with the gradient softmax(l_i) - onehot(k_i). `logits` and the constant `x`, one-hot: [batch, length x symbols].
 */
function symbolCrossEntropy(logits: tf.Tensor2D, x: tf.Tensor2D, symbols: number): tf.Tensor1D {
  const [batch, features] = logits.shape;
  const places = [batch, features / symbols, symbols] as [number, number, number];
  return withGradient(
    [logits],
    () => {
      const perPlace = tf.reshape(logits, places);
      const target = tf.reshape(x, places);
      const shifted: tf.Tensor3D = tf.sub(perPlace, tf.max(perPlace, 2, true));
      const exponentials = tf.exp(shifted);
      const sums = tf.sum(exponentials, 2, true);
      const chosen = tf.sum(tf.mul(target, shifted), [1, 2]);
      const value: tf.Tensor1D = tf.sub(tf.sum(tf.log(sums), [1, 2]), chosen);
      return { value, saved: [exponentials, sums, target] };
    },
    (dy, [exponentials, sums, target]) => {
      const slope = tf.sub(tf.div(exponentials, sums), target);
      return [tf.reshape(tf.mul(slope, tf.reshape(dy, [batch, 1, 1])), logits.shape)];
    },
  );
}
