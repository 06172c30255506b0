import * as tf from '@tensorflow/tfjs';
import { stopGradient } from './gradient';
import { uniformLimit } from './initialization';
import type { Parameters } from './parameters';

/** Tells two kinds of rows apart: the logit of each row's being of the first kind, [rows]. */
export interface Discriminator {
  /** With a gradient by the discriminator's own weights. */
  judge(rows: tf.Tensor2D): tf.Tensor1D;
  /** With a gradient by the rows alone. */
  judgeFixed(rows: tf.Tensor2D): tf.Tensor1D;
}

/** Units of the hidden layers. */
const hidden = [256, 256, 256];
/** The slope below 0 of the activation, as in FactorVAE. */
const slope = 0.2;

/** Dense layers with leaky rectified units, from rows of `width` numbers. */
export function createDiscriminator(parameters: Parameters, width: number): Discriminator {
  const widths = [width, ...hidden, 1];
  const layers = parameters.ownedBy('discriminator', () =>
    widths.slice(1).map((units, i) => readLayer(parameters, `discriminator/dense_${i}`, widths[i], units)),
  );
  const apply = (rows: tf.Tensor2D, read: Reading): tf.Tensor1D => {
    const logits = layers.reduce((x, layer, i) => {
      const linear = layer(x, read);
      return i < hidden.length ? leaky(linear) : linear;
    }, rows);
    return tf.reshape(logits, [rows.shape[0]]);
  };
  return { judge: (rows) => apply(rows, (x) => x), judgeFixed: (rows) => apply(rows, stopGradient) };
}

/** Gives weights to a layer as they are, or as constants. */
export type Reading = <T extends tf.Tensor>(variable: T) => T;
export type ReadLayer<T extends tf.Tensor> = (x: T, read: Reading) => T;

/** x W + b: [rows, inputs] to [rows, units]. */
export function readLayer(parameters: Parameters, name: string, inputs: number, units: number): ReadLayer<tf.Tensor2D> {
  const kernel = parameters.uniform<tf.Rank.R2>(`${name}/kernel`, [inputs, units], uniformLimit(inputs));
  const bias = parameters.constant<tf.Rank.R1>(`${name}/bias`, [units], 0);
  return (x, read) => tf.add(tf.matMul(x, read(kernel)), read(bias));
}

/** x above 0, and slope x below. */
export function leaky<T extends tf.Tensor>(x: T): T {
  return tf.add(tf.mul(tf.relu(x), 1 - slope), tf.mul(x, slope));
}

/** -log of the probability that rows of these logits are of the first kind, each by itself: softplus(-l). */
export function minusLogFirst(logits: tf.Tensor1D): tf.Tensor1D {
  return tf.softplus(tf.neg(logits));
}

/** The same for the second kind: softplus(l). */
export function minusLogSecond(logits: tf.Tensor1D): tf.Tensor1D {
  return tf.softplus(logits);
}

/** The mean over rows that are of the first kind. */
export function lossOfFirst(logits: tf.Tensor1D): tf.Scalar {
  return tf.mean(minusLogFirst(logits));
}

/** The mean over rows that are of the second kind. */
export function lossOfSecond(logits: tf.Tensor1D): tf.Scalar {
  return tf.mean(minusLogSecond(logits));
}
