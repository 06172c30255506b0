import * as tf from '@tensorflow/tfjs';
import { uniformLimit } from '../initialization';
import { dense } from '../layers';
import type { Parameters } from '../parameters';
import { repeatRows } from '../rows';
import type { Flow } from './flow';

/** The gates' bias at first: a step begins by leaving most of z as it is (Kingma et al. 2016, section 4). */
const openGate = 2;

/**
 * Inverse autoregressive flows in their gated form (Kingma et al. 2016, arXiv 1606.04934, algorithm 1): with m and s from a
 * network of masked layers, whose outputs j depend on those dimensions of z alone that come before j, and on a context h
 * from the encoder,
 *
 *   z <- g z + (1 - g) m,   g = sigmoid(s),   log |det| = sum_j log g_j
 *
 * The order of the dimensions is reversed from step to step.
 * @param width Of the last hidden layer of the encoder, from which the context is computed.
 * @param units Of the hidden layer of each step, and of the context.
 */
export function autoregressiveFlows(
  parameters: Parameters,
  { width, latent, layers, units }: Readonly<Record<'width' | 'latent' | 'layers' | 'units', number>>,
): (hidden: tf.Tensor2D) => Flow[] {
  const steps = Array.from({ length: layers }, (_, i) => {
    const name = `encoder/iaf_${i}`;
    const kernel = (part: string, inputs: number, outputs: number, limit: number) =>
      parameters.uniform<tf.Rank.R2>(`${name}/${part}/kernel`, [inputs, outputs], limit);
    const bias = (part: string, value: number) =>
      parameters.constant<tf.Rank.R1>(`${name}/${part}/bias`, [latent], value);
    const masks = masksOf(latent, units, i % 2 === 1);
    return {
      masks,
      context: dense(parameters, `${name}/context`, width, units, 'linear'),
      hidden: kernel('hidden', latent, units, uniformLimit(latent)),
      shift: { kernel: kernel('shift', units, latent, uniformLimit(units)), bias: bias('shift', 0) },
      gate: { kernel: kernel('gate', units, latent, uniformLimit(units)), bias: bias('gate', openGate) },
    };
  });
  return (hiddenOfEncoder) =>
    steps.map(({ masks, context, hidden, shift, gate }): Flow => {
      const ofExamples = context(hiddenOfEncoder);
      const [toHidden, fromHidden] = [
        tf.tensor2d(masks.inputs, [latent, units]),
        tf.tensor2d(masks.outputs, [units, latent]),
      ];
      return {
        apply(z, draws) {
          const seen = tf.matMul(z, tf.mul<tf.Tensor2D>(hidden, toHidden));
          const h = tf.elu(tf.add<tf.Tensor2D>(seen, repeatRows(ofExamples, draws)));
          const [m, s] = [shift, gate].map(({ kernel, bias }) =>
            tf.add<tf.Tensor2D>(tf.matMul(h, tf.mul<tf.Tensor2D>(kernel, fromHidden)), bias),
          );
          const g = tf.sigmoid(s);
          return {
            z: tf.add(m, tf.mul(g, tf.sub(z, m))),
            logDeterminant: tf.neg(tf.sum<tf.Tensor1D>(tf.softplus(tf.neg(s)), 1)),
          };
        },
      };
    });
}

/**
 * The masks of a network with one hidden layer (Germain et al. 2015, arXiv 1502.03509): a unit of degree k sees the first k
 * dimensions, and output j those units that see none from j on. Units of degree 0 see the context alone.
 */
function masksOf(latent: number, units: number, isReversed: boolean) {
  const place = (j: number) => (isReversed ? latent - 1 - j : j);
  const degree = (unit: number) => unit % latent;
  const inputs = new Float32Array(latent * units);
  const outputs = new Float32Array(units * latent);
  for (let unit = 0; unit < units; unit++) {
    for (let j = 0; j < latent; j++) {
      if (place(j) < degree(unit)) inputs[j * units + unit] = 1;
      if (degree(unit) <= place(j)) outputs[unit * latent + j] = 1;
    }
  }
  return { inputs, outputs };
}
