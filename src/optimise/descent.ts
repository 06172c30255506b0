import * as tf from '@tensorflow/tfjs';
import { float, typeAttribute } from '../graph/operations';
import type { UpdateRule } from './update-rule';

/**
 * Gradient descent with momentum (Polyak 1964), as PyTorch and TensorFlow have it:
 *
 *   b <- momentum b + g,  w <- w - rate b
 *
 * In Sutskever et al. 2013 and Keras the rate is within the mean, which differs once the rate changes.
 */
export function sgd(momentum: number): UpdateRule {
  return {
    means: ['momentum'],
    numbers: (_, learningRate) => [learningRate],
    record(graph, { variable, means: [mean] }, gradient, [rate], controls) {
      return graph.add('ResourceApplyMomentum', {
        inputs: [variable, mean, rate, gradient, float(graph, momentum)],
        controls,
        attributes: { T: typeAttribute('float32') },
      });
    },
    apply({ variable, means: [mean] }, g, [rate]) {
      const b = tf.add(tf.mul(mean, momentum), g);
      variable.assign(tf.sub(variable, tf.mul(b, rate)));
      mean.assign(b);
    },
  };
}

/**
 * RMSProp (Tieleman & Hinton 2012, lecture 6.5) with momentum, and epsilon within the root, as Keras and TensorFlow have
 * it:
 *
 *   s <- decay s + (1 - decay) g^2,  b <- momentum b + rate g / sqrt(s + epsilon),  w <- w - b
 *
 * In PyTorch epsilon is added to the root, and the rate multiplies b.
 */
export function rmsprop(momentum: number, decay = 0.9, epsilon = 1e-7): UpdateRule {
  return {
    means: ['square', 'momentum'],
    numbers: (_, learningRate) => [learningRate],
    record(graph, { variable, means }, gradient, [rate], controls) {
      const constants = [decay, momentum, epsilon].map((value) => float(graph, value));
      return graph.add('ResourceApplyRMSProp', {
        inputs: [variable, ...means, rate, ...constants, gradient],
        controls,
        attributes: { T: typeAttribute('float32') },
      });
    },
    apply({ variable, means: [square, mean] }, g, [rate]) {
      const s = tf.add(tf.mul(square, decay), tf.mul(tf.square(g), 1 - decay));
      const b = tf.add(tf.mul(mean, momentum), tf.mul(tf.div(g, tf.sqrt(tf.add(s, epsilon))), rate));
      variable.assign(tf.sub(variable, b));
      square.assign(s);
      mean.assign(b);
    },
  };
}
