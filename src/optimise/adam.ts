import * as tf from '@tensorflow/tfjs';
import { add, elementwise, float, maximum, multiply, typeAttribute } from '../graph/operations';
import { assignResource, descend, readResource } from './resources';
import type { UpdateRule } from './update-rule';

/** The decay rates of Adam's running means, and what keeps its divisor above zero. */
export interface AdamConstants {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export const adamConstants: AdamConstants = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/** Where epsilon is added: to what is divided by, as it stands, or before that is corrected for beginning at 0. */
export type EpsilonPlace = 'beside' | 'corrected';

/**
 * Adam (Kingma & Ba 2015, arXiv 1412.6980) in the form at the end of section 2, which Keras and TensorFlow have, too:
 *
 *   m <- beta1 m + (1 - beta1) g,  v <- beta2 v + (1 - beta2) g^2
 *   w <- w - rate sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)
 *
 * In algorithm 1 and PyTorch epsilon is added after v is corrected (`corrected`): it is then epsilon sqrt(1 - beta2^t) here.
 */
export function adam(
  { beta1, beta2, epsilon }: AdamConstants = adamConstants,
  place: EpsilonPlace = 'beside',
): UpdateRule {
  return {
    means: ['first', 'second'],
    numbers(t, learningRate) {
      const correction = Math.sqrt(1 - beta2 ** t);
      return [(learningRate * correction) / (1 - beta1 ** t), place === 'corrected' ? epsilon * correction : epsilon];
    },
    record(graph, { variable, means }, gradient, [rate, divisor], controls) {
      // The operation would correct by float32 powers: given powers of 0 it leaves the rate as it is.
      const zero = float(graph, 0);
      const betas = [beta1, beta2].map((value) => float(graph, value));
      return graph.add('ResourceApplyAdam', {
        inputs: [variable, ...means, zero, zero, rate, ...betas, divisor, gradient],
        controls,
        attributes: { T: typeAttribute('float32') },
      });
    },
    apply({ variable, means: [first, second] }, g, [rate, divisor]) {
      const m = tf.add(tf.mul(first, beta1), tf.mul(g, 1 - beta1));
      const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(g), 1 - beta2));
      variable.assign(tf.sub(variable, tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), divisor))));
      first.assign(m);
      second.assign(v);
    },
  };
}

/**
 * Adamax (Kingma & Ba 2015, algorithm 2), with epsilon beside the maximum, as Keras and TensorFlow have it:
 *
 *   m <- beta1 m + (1 - beta1) g,  u <- max(beta2 u, |g|),  w <- w - rate / (1 - beta1^t) m / (u + epsilon)
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

/** The same as PyTorch has it, with epsilon within the maximum: u <- max(beta2 u, |g| + epsilon), w <- w - rate / (1 - beta1^t) m / u. */
export function adamaxWithin({ beta1, beta2, epsilon }: AdamConstants): UpdateRule {
  return {
    means: ['first', 'largest'],
    numbers: (t, learningRate) => [learningRate / (1 - beta1 ** t)],
    record(graph, { variable, means: [first, largest] }, g, [rate], controls) {
      const [before, most] = [first, largest].map((mean) => readResource(graph, mean, g, controls));
      const scaled = (x: typeof g, by: number) => multiply(graph, x, float(graph, by));
      const m = add(graph, scaled(before, beta1), scaled(g, 1 - beta1));
      const size = add(graph, elementwise(graph, 'Abs', g), float(graph, epsilon));
      const u = maximum(graph, scaled(most, beta2), size);
      const assigned = [assignResource(graph, first, m), assignResource(graph, largest, u)];
      const step = graph.output('RealDiv', m, { inputs: [m, u], attributes: { T: typeAttribute('float32') } });
      return descend(graph, variable, rate, step, [...controls, ...assigned]);
    },
    apply({ variable, means: [first, largest] }, g, [rate]) {
      const m = tf.add(tf.mul(first, beta1), tf.mul(g, 1 - beta1));
      const u = tf.maximum(tf.mul(largest, beta2), tf.add(tf.abs(g), epsilon));
      variable.assign(tf.sub(variable, tf.mul(tf.div(m, u), rate)));
      first.assign(m);
      largest.assign(u);
    },
  };
}
