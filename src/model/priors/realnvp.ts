import * as tf from '@tensorflow/tfjs';
import { dense } from '../layers';
import type { Parameters } from '../parameters';
import { divergenceAtDraws, type Prior, priorStream } from './prior';
import { standardLogDensity } from './standard';

/**
 * A flow of affine coupling layers (real NVP, Dinh et al. 2017, arXiv 1605.08803, equations 9 and 16). z becomes a draw u from N(0, I),
 * by one layer after the other:
 *
 *   u = b o z + (1 - b) o (z o exp(s(b o z)) + t(b o z)),   log p(z) = log N(u; 0, I) + sum over layers of (1 - b) o s
 *
 * with masks b that keep every other dimension, the even ones and the odd ones in turn. Draws go the way back:
 * z = b o u + (1 - b) o (u - t(b o u)) o exp(-s(b o u)). At first the flow changes nothing.
 */
export function realnvpPrior(
  parameters: Parameters,
  { latent, layers, units }: Readonly<Record<'latent' | 'layers' | 'units', number>>,
): Prior {
  const couplings = Array.from({ length: layers }, (_, i) =>
    coupling(parameters, `prior/coupling_${i}`, latent, units, i),
  );
  const prior: Prior = {
    logDensity(z) {
      let u = z;
      let logDeterminant: tf.Tensor1D | null = null;
      for (const coupling of couplings) {
        const { kept, changed, scale, shift } = coupling(u);
        u = tf.add(kept, tf.mul(changed, tf.add(tf.mul(u, tf.exp(scale)), shift)));
        const own: tf.Tensor1D = tf.sum(tf.mul(scale, changed), 1);
        logDeterminant = logDeterminant ? tf.add(logDeterminant, own) : own;
      }
      const density = standardLogDensity(u);
      return logDeterminant ? tf.add(density, logDeterminant) : density;
    },
    divergence: (_, draw) => divergenceAtDraws(draw, prior),
    prepared: () => prior,
    draw: (noise) =>
      couplings.reduceRight(
        (u, coupling) => {
          const { kept, changed, scale, shift } = coupling(u);
          return tf.add(kept, tf.mul(changed, tf.mul(tf.sub(u, shift), tf.exp(tf.neg(scale)))));
        },
        noise.normal(priorStream, latent),
      ),
  };
  return prior;
}

interface Coupling {
  /** b o x. */
  readonly kept: tf.Tensor2D;
  /** 1 - b, [latent]. */
  readonly changed: tf.Tensor1D;
  readonly scale: tf.Tensor2D;
  readonly shift: tf.Tensor2D;
}

/** What a layer does to x, [rows, latent], by those dimensions that it keeps. s is a tanh, so that exp(s) stays in bounds. */
function coupling(
  parameters: Parameters,
  name: string,
  latent: number,
  units: number,
  layer: number,
): (x: tf.Tensor2D) => Coupling {
  const hidden = dense(parameters, `${name}/hidden`, latent, units, 'relu');
  const scale = dense(parameters, `${name}/scale`, units, latent, 'tanh', 0);
  const shift = dense(parameters, `${name}/shift`, units, latent, 'linear', 0);
  return (x) => {
    const keeps = Float32Array.from({ length: latent }, (_, j) => ((j + layer) % 2 === 0 ? 1 : 0));
    const mask = tf.tensor1d(keeps);
    const kept = tf.mul<tf.Tensor2D>(x, mask);
    const h = hidden(kept);
    return { kept, changed: tf.sub(1, mask), scale: scale(h), shift: shift(h) };
  };
}
