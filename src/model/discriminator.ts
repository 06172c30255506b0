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
    widths.slice(1).map((units, i) => ({
      kernel: parameters.uniform<tf.Rank.R2>(
        `discriminator/dense_${i}/kernel`,
        [widths[i], units],
        uniformLimit(widths[i]),
      ),
      bias: parameters.constant<tf.Rank.R1>(`discriminator/dense_${i}/bias`, [units], 0),
    })),
  );
  const apply = (rows: tf.Tensor2D, weights: <T extends tf.Tensor>(variable: T) => T): tf.Tensor1D => {
    const logits = layers.reduce<tf.Tensor2D>((x, { kernel, bias }, i) => {
      const linear = tf.add<tf.Tensor2D>(tf.matMul(x, weights(kernel)), weights(bias));
      return i < hidden.length ? leaky(linear) : linear;
    }, rows);
    return tf.reshape(logits, [rows.shape[0]]);
  };
  return { judge: (rows) => apply(rows, (x) => x), judgeFixed: (rows) => apply(rows, stopGradient) };
}

/** x above 0, and slope x below. */
export function leaky<T extends tf.Tensor>(x: T): T {
  return tf.add(tf.mul(tf.relu(x), 1 - slope), tf.mul(x, slope));
}

/** -log of the probability that rows of these logits are of the first kind, the mean over them: softplus(-l). */
export function lossOfFirst(logits: tf.Tensor1D): tf.Scalar {
  return tf.mean(tf.softplus(tf.neg(logits)));
}

/** The same for the second kind: softplus(l). */
export function lossOfSecond(logits: tf.Tensor1D): tf.Scalar {
  return tf.mean(tf.softplus(logits));
}
