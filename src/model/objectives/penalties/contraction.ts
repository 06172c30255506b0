import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from '../../autoencoder';
import { joinRows } from '../../rows';
import type { Penalty } from '../penalty';

/**
 * The length of a step, in units of the data: float32 still tells codes apart, and encoders are nearly linear. A power of two, so that
 * neither the step nor the division by it is rounded.
 */
const step = 2 ** -6;

/**
 * The contractive autoencoder (Rifai et al. 2011): ||J||_F^2 of the encoder's Jacobian J at each example, its mean over
 * them. For any encoder it is estimated along one random direction, E_v ||J v||^2 = ||J||_F^2 for v of random signs, which have the
 * least variance of all (Hutchinson 1990), by a finite difference, J v = (f(x + h v) - f(x)) / h: one more pass through the encoder, whatever its
 * layers and the size of the code.
 */
export function contraction(model: Autoencoder, weight: number): Penalty {
  return {
    term: 'contraction',
    weight,
    of({ passes }) {
      const squares = passes.map(({ input, classes, noise, tap, posterior }) => {
        const isForwards = tf.greaterEqual(noise.uniform('direction', input.shape[1]), 0.5);
        const signs = tf.sub(tf.mul(tf.cast(isForwards, 'float32'), 2 * step), step);
        const moved = model.encode(tf.add(input, signs), { classes, tap }).mean;
        return tf.sum(tf.square(tf.sub(moved, posterior.mean)), 1) as tf.Tensor1D;
      });
      return tf.div(tf.mean(joinRows(squares)), step ** 2);
    },
  };
}
