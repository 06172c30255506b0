import * as tf from '@tensorflow/tfjs';
import { type Cell, scan } from '../../graph/scan';
import { withGradient } from '../gradient';
import type { Parameters } from '../parameters';

/** A recurrent layer of sequences, place by place. */
export interface Recurrent {
  readonly width: number;
  /**
   * The states after each place, [time, batch, width].
   * @param x [time, batch, inputs]. @param first The state before all, [batch, width].
   * @param isIdle 1 where a place leaves the state as it is, [time, batch, 1].
   */
  apply(x: tf.Tensor3D, first: tf.Tensor2D, isIdle?: tf.Tensor3D): tf.Tensor3D;
  /** The state after one place: of [batch, inputs] and the state before it. */
  step(x: tf.Tensor2D, state: tf.Tensor2D): tf.Tensor2D;
}

/** Added to what an update gate is computed from: it is exactly 1, and passes the state on as it is. */
const shut = 1e9;

/**
 * Gated recurrent units (Cho et al. 2014, arXiv 1406.1078), in the variant of cuDNN and PyTorch, where the reset gate is applied
 * after the recurrent product, so that there is one product a step for all gates:
 *
 *   r = s(x W_r + a_r + h U_r + b_r),   z = s(x W_z + a_z + h U_z + b_z)
 *   n = tanh(x W_n + a_n + r (h U_n + b_n)),   h' = (1 - z) n + z h
 *
 * with s the sigmoid. W, U and both biases have the gates r, z and n one after another. As in PyTorch, all begin in
 * U(-1/sqrt(width), 1/sqrt(width)), the biases at 0. What the places bring is multiplied for all of them at once.
 */
export function gru(parameters: Parameters, name: string, inputs: number, width: number): Recurrent {
  const limit = 1 / Math.sqrt(width);
  const kernel = parameters.uniform<tf.Rank.R2>(`${name}/kernel`, [inputs, 3 * width], limit);
  const bias = parameters.constant<tf.Rank.R1>(`${name}/bias`, [3 * width], 0);
  const recurrent = parameters.uniform<tf.Rank.R2>(`${name}/recurrent_kernel`, [width, 3 * width], limit);
  const recurrentBias = parameters.constant<tf.Rank.R1>(`${name}/recurrent_bias`, [3 * width], 0);
  const project = (x: tf.Tensor2D): tf.Tensor2D => tf.add(tf.matMul(x, kernel), bias);
  const cell: Cell = (x, state, [kernel, bias]) =>
    gates(x, tf.add(tf.matMul(state, kernel as tf.Tensor2D), bias), state);
  return {
    width,
    apply(x, first, isIdle) {
      const [time, batch] = x.shape;
      const projected = tf.reshape<tf.Rank.R3>(project(tf.reshape(x, [-1, inputs])), [time, batch, 3 * width]);
      const ready: tf.Tensor3D = isIdle ? tf.add(projected, tf.mul(isIdle, updateGate(width, shut))) : projected;
      return scan(cell, ready, first, [recurrent, recurrentBias]);
    },
    step: (x, state) => cell(project(x), state, [recurrent, recurrentBias]),
  };
}

/** A value at the place of the update gate, and 0 at those of the others. */
function updateGate(width: number, value: number): tf.Tensor1D {
  return tf.tensor1d(Float32Array.from({ length: 3 * width }, (_, i) => (i >= width && i < 2 * width ? value : 0)));
}

/**
 * h' of what a place brings, x, and of the recurrent product p, [batch, 3 width] each, with the gradients
 *
 *   dn = dh' (1 - z) (1 - n^2),   dr = dn p_n r (1 - r),   dz = dh' (h - n) z (1 - z),   dh = dh' z
 *
 * by what the gates are computed from: dr, dz, dn by x, and dr, dz, r dn by p.
 */
function gates(x: tf.Tensor2D, p: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor2D {
  const width = h.shape[1];
  return withGradient<tf.Tensor2D>(
    [x, p, h],
    () => {
      const [ofGates, candidate] = tf.split(x, [2 * width, width], 1);
      const [recurrentOfGates, product] = tf.split(p, [2 * width, width], 1);
      const open = tf.sigmoid(tf.add(ofGates, recurrentOfGates));
      const [r, z] = tf.split(open, 2, 1);
      const n = tf.tanh(tf.add(candidate, tf.mul(r, product)));
      const ahead = tf.sub(h, n);
      return { value: tf.add(n, tf.mul(z, ahead)), saved: [r, z, n, product, ahead] };
    },
    (dy, [r, z, n, product, ahead]) => {
      const dh = tf.mul(dy, z);
      const dn = tf.mul(tf.sub(dy, dh), tf.sub(1, tf.square(n)));
      const ofProduct = tf.mul(dn, r);
      const dr = tf.mul(tf.mul(ofProduct, product), tf.sub(1, r));
      const dz = tf.mul(tf.mul(dh, ahead), tf.sub(1, z));
      return [tf.concat([dr, dz, dn], 1), tf.concat([dr, dz, ofProduct], 1), dh];
    },
  );
}
