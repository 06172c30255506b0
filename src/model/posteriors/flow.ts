import * as tf from '@tensorflow/tfjs';
import { fillNormal, random } from '../../random';
import { repeatRows } from '../rows';
import { gaussianPosterior } from './gaussian';
import type { Posterior } from './posterior';

/** An invertible function of z for each example of a batch. */
export interface Flow {
  /** @param z [batch x draws, latent]. */
  apply(z: tf.Tensor2D, draws: number): Transported;
}

export interface Transported {
  readonly z: tf.Tensor2D;
  /** log |det of the Jacobian|, [batch x draws]. */
  readonly logDeterminant: tf.Tensor1D;
}

/** Draws that the summary of a posterior is of. */
const summaryDraws = 32;

/**
 * A diagonal Gaussian on its way through flows, one after another (Rezende & Mohamed 2015, arXiv 1505.05770, equation 7):
 * log q(z_T|x) = log q(z_0|x) - sum_t log |det dz_t / dz_(t-1)|. What `mean` and `logVar` say is a summary, which no training
 * computes: the mean and variance of 32 draws that are the same for every example, and, where a flow leaves z as it is,
 * have exactly the mean and variance of the Gaussian.
 */
export function flowPosterior(mean: tf.Tensor2D, logVar: tf.Tensor2D, flows: readonly Flow[]): Posterior {
  const base = gaussianPosterior(mean, logVar);
  const transport = (z: tf.Tensor2D, draws: number) =>
    flows.reduce<{ readonly z: tf.Tensor2D; readonly logDeterminants: readonly tf.Tensor1D[] }>(
      ({ z, logDeterminants }, flow) => {
        const { z: next, logDeterminant } = flow.apply(z, draws);
        return { z: next, logDeterminants: [...logDeterminants, logDeterminant] };
      },
      { z, logDeterminants: [] },
    );
  const summary = () => {
    const [batch, latent] = mean.shape;
    const deviation = repeatRows(tf.exp(tf.mul<tf.Tensor2D>(logVar, 0.5)), summaryDraws);
    const drawn = tf.tile(tf.tensor2d(balancedDraws(latent), [summaryDraws, latent]), [batch, 1]);
    const { z } = transport(tf.add(repeatRows(mean, summaryDraws), tf.mul(deviation, drawn)), summaryDraws);
    const ofEach: tf.Tensor3D = tf.reshape(z, [batch, summaryDraws, latent]);
    const centre: tf.Tensor3D = tf.mean(ofEach, 1, true);
    return { centre: tf.reshape<tf.Rank.R2>(centre, [batch, latent]), spread: tf.sub(ofEach, centre) };
  };
  return {
    get mean() {
      return summary().centre;
    },
    get logVar() {
      return tf.log(tf.mean<tf.Tensor2D>(tf.square(summary().spread), 1));
    },
    isPoint: false,
    draw(noise, draws = 1) {
      const drawn = base.draw(noise, draws);
      const { z, logDeterminants } = transport(drawn.z, draws);
      return {
        z,
        draws,
        logDensity: () => logDeterminants.reduce<tf.Tensor1D>((sum, own) => tf.sub(sum, own), drawn.logDensity()),
      };
    },
  };
}

/** Draws from N(0, I) in opposite pairs, with the variance 1 in each dimension: summaryDraws x latent. */
function balancedDraws(latent: number): Float32Array {
  const half = summaryDraws / 2;
  const drawn = fillNormal(new Float32Array(half * latent), random(latent, summaryDraws));
  const draws = new Float32Array(summaryDraws * latent);
  for (let j = 0; j < latent; j++) {
    let squares = 0;
    for (let i = 0; i < half; i++) squares += drawn[i * latent + j] ** 2;
    for (let i = 0; i < half; i++) {
      const value = drawn[i * latent + j] / Math.sqrt(squares / half);
      draws[2 * i * latent + j] = value;
      draws[(2 * i + 1) * latent + j] = -value;
    }
  }
  return draws;
}
