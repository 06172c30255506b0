import * as tf from '@tensorflow/tfjs';
import type { VariableCodes } from '../../protocol/posteriors';
import { type Noise, posteriorStream } from '../noise';
import { repeatRows } from '../rows';
import type { Posterior } from './posterior';

/** Between 0 and the least other number that is drawn: its logarithm is finite. */
const tiny = 2 ** -24;

/**
 * Categorical variables (Jang et al. 2017, arXiv 1611.01144; Maddison et al. 2017, arXiv 1611.00712), by their logits l. With
 * Gumbel noise g = -log(-log u), argmax(l + g) is a draw of the class, and softmax((l + g) / temperature) the relaxed draw
 * that lets gradients through in training.
 */
export function gumbel({ variables, classes }: VariableCodes) {
  const latent = variables * classes;
  const perVariable = (x: tf.Tensor2D): tf.Tensor3D => tf.reshape(x, [x.shape[0], variables, classes]);
  const flat = (x: tf.Tensor) => tf.reshape(x, [x.shape[0], latent]) as tf.Tensor2D;
  const hard = (x: tf.Tensor2D) =>
    flat(tf.cast(tf.oneHot(tf.argMax<tf.Tensor2D>(perVariable(x), 2), classes), 'float32'));
  return {
    posterior(logits: tf.Tensor2D): Posterior {
      const logProbabilities = tf.logSoftmax(perVariable(logits));
      const probabilities = tf.exp(logProbabilities);
      const perturbed = (noise: Noise, draws: number) => {
        const uniform = noise.uniform(posteriorStream, latent, draws);
        return tf.sub<tf.Tensor2D>(repeatRows(logits, draws), tf.log(tf.neg(tf.log(tf.maximum(uniform, tiny)))));
      };
      return {
        mean: flat(probabilities),
        logVar: null,
        isPoint: false,
        entropy: tf.neg(tf.sum(tf.mul(probabilities, logProbabilities), 2)),
        draw(noise, draws = 1) {
          const z = hard(perturbed(noise, draws));
          return {
            z,
            draws,
            logDensity: () => tf.sum(tf.mul(z, repeatRows(flat(logProbabilities), draws)), 1),
          };
        },
        relax: (noise, temperature) => ({
          z: flat(tf.softmax(perVariable(tf.div(perturbed(noise, 1), temperature)))),
          draws: 1,
          logDensity() {
            throw new Error('Between the codes there is no probability');
          },
        }),
      };
    },
    codeOf: (choices: tf.Tensor2D) => flat(tf.cast(tf.oneHot(choices, classes), 'float32')),
    nearest: hard,
  };
}
