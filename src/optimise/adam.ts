import * as tf from '@tensorflow/tfjs';
import { float, typeAttribute } from '../graph/operations';
import type { UpdateRule } from './update-rule';

/** The decay rates of Adam's running means, and what keeps its divisor above zero. */
export interface AdamConstants {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export const adamConstants: AdamConstants = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/**
 * Adam (Kingma & Ba 2015, arXiv 1412.6980) in the form at the end of section 2, which Keras and TensorFlow have, too:
 *
 *   m <- beta1 m + (1 - beta1) g,  v <- beta2 v + (1 - beta2) g^2
 *   w <- w - rate sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)
 *
 * In algorithm 1 and PyTorch epsilon is added after v is corrected: theirs is ours over sqrt(1 - beta2^t).
 */
export function adam({ beta1, beta2, epsilon }: AdamConstants = adamConstants): UpdateRule {
  return {
    means: ['first', 'second'],
    numbers: (t, learningRate) => [(learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t)],
    record(graph, { variable, means }, gradient, [rate], controls) {
      // The operation would correct by float32 powers: given powers of 0 it leaves the rate as it is.
      const zero = float(graph, 0);
      const constants = [beta1, beta2, epsilon].map((value) => float(graph, value));
      return graph.add('ResourceApplyAdam', {
        inputs: [variable, ...means, zero, zero, rate, ...constants, gradient],
        controls,
        attributes: { T: typeAttribute('float32') },
      });
    },
    apply({ variable, means: [first, second] }, g, [rate]) {
      const m = tf.add(tf.mul(first, beta1), tf.mul(g, 1 - beta1));
      const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(g), 1 - beta2));
      variable.assign(tf.sub(variable, tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), epsilon))));
      first.assign(m);
      second.assign(v);
    },
  };
}

/**
 * AdamW (Loshchilov & Hutter 2019, arXiv 1711.05101, algorithm 2), as PyTorch and Keras have it: before Adam's step
 *
 *   w <- w - rate decay w,
 *
 * so that the decay is not divided by the gradients' size, as an L2 term in the loss would be.
 */
export function adamw(decay: number, constants: AdamConstants = adamConstants): UpdateRule {
  const { means, numbers, record, apply } = adam(constants);
  return {
    means,
    numbers: (t, learningRate) => [...numbers(t, learningRate), learningRate * decay],
    record(graph, slot, gradient, [rate, shrinkage], controls) {
      const decayed = graph.add('ResourceApplyGradientDescent', {
        inputs: [slot.variable, shrinkage, slot.value()],
        controls,
        attributes: { T: typeAttribute('float32') },
      });
      return record(graph, slot, gradient, [rate], [...controls, decayed]);
    },
    apply(slot, gradient, [rate, shrinkage]) {
      slot.variable.assign(tf.sub(slot.variable, tf.mul(slot.variable, shrinkage)));
      apply(slot, gradient, [rate]);
    },
  };
}

/**
 * Adamax (Kingma & Ba 2015, algorithm 2), with epsilon beside the maximum, as Keras and TensorFlow have it:
 *
 *   m <- beta1 m + (1 - beta1) g,  u <- max(beta2 u, |g|),  w <- w - rate / (1 - beta1^t) m / (u + epsilon)
 *
 * In PyTorch epsilon is added to |g|.
 */
export function adamax({ beta1, beta2, epsilon }: AdamConstants = adamConstants): UpdateRule {
  return {
    means: ['first', 'largest'],
    numbers: (t, learningRate) => [learningRate / (1 - beta1 ** t)],
    record(graph, { variable, means }, gradient, [rate], controls) {
      const constants = [beta1, beta2, epsilon].map((value) => float(graph, value));
      return graph.add('ResourceApplyAdaMax', {
        inputs: [variable, ...means, float(graph, 0), rate, ...constants, gradient],
        controls,
        attributes: { T: typeAttribute('float32') },
      });
    },
    apply({ variable, means: [first, largest] }, g, [rate]) {
      const m = tf.add(tf.mul(first, beta1), tf.mul(g, 1 - beta1));
      const u = tf.maximum(tf.mul(largest, beta2), tf.abs(g));
      variable.assign(tf.sub(variable, tf.div(tf.mul(m, rate), tf.add(u, epsilon))));
      first.assign(m);
      largest.assign(u);
    },
  };
}
