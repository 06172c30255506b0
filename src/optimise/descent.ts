import * as tf from '@tensorflow/tfjs';
import { add, elementwise, float, multiply, typeAttribute } from '../graph/operations';
import { assignResource, descendWithMomentum, readResource } from './resources';
import type { UpdateRule } from './update-rule';

/**
 * Gradient descent with momentum (Polyak 1964), as PyTorch and TensorFlow have it:
 *
 *   b <- momentum b + g,  w <- w - rate b
 */
export function sgd(momentum: number): UpdateRule {
  return {
    means: ['momentum'],
    numbers: (_, learningRate) => [learningRate],
    record(graph, { variable, means: [mean] }, gradient, [rate], controls) {
      return descendWithMomentum(graph, [variable, mean], [rate, float(graph, momentum)], gradient, controls);
    },
    apply({ variable, means: [mean] }, g, [rate]) {
      const b = tf.add(tf.mul(mean, momentum), g);
      variable.assign(tf.sub(variable, tf.mul(b, rate)));
      mean.assign(b);
    },
  };
}

/** The same as Sutskever et al. 2013 and Keras have it, which differs once the rate changes: b <- momentum b + rate g, w <- w - b. */
export function sgdWithin(momentum: number): UpdateRule {
  return {
    means: ['momentum'],
    numbers: (_, learningRate) => [learningRate],
    record(graph, { variable, means: [mean] }, gradient, [rate], controls) {
      const step = multiply(graph, gradient, rate);
      return descendWithMomentum(graph, [variable, mean], [float(graph, 1), float(graph, momentum)], step, controls);
    },
    apply({ variable, means: [mean] }, g, [rate]) {
      const b = tf.add(tf.mul(mean, momentum), tf.mul(g, rate));
      variable.assign(tf.sub(variable, b));
      mean.assign(b);
    },
  };
}

interface RmspropConstants {
  readonly momentum: number;
  readonly decay: number;
  readonly epsilon: number;
}

/**
 * RMSProp (Tieleman & Hinton 2012, lecture 6.5) with momentum, and epsilon within the root, as Keras and TensorFlow have
 * it:
 *
 *   s <- decay s + (1 - decay) g^2,  b <- momentum b + rate g / sqrt(s + epsilon),  w <- w - b
 */
export function rmsprop({ momentum, decay, epsilon }: RmspropConstants): UpdateRule {
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

/** The same as PyTorch has it: b <- momentum b + g / (sqrt(s) + epsilon), w <- w - rate b. */
export function rmspropBeside({ momentum, decay, epsilon }: RmspropConstants): UpdateRule {
  return {
    means: ['square', 'momentum'],
    numbers: (_, learningRate) => [learningRate],
    record(graph, { variable, means: [square, mean] }, g, [rate], controls) {
      const scaled = (x: typeof g, by: number) => multiply(graph, x, float(graph, by));
      const before = readResource(graph, square, g, controls);
      const s = add(graph, scaled(before, decay), scaled(multiply(graph, g, g), 1 - decay));
      const divisor = add(graph, elementwise(graph, 'Sqrt', s), float(graph, epsilon));
      const step = graph.output('RealDiv', g, { inputs: [g, divisor], attributes: { T: typeAttribute('float32') } });
      const after = [...controls, assignResource(graph, square, s)];
      return descendWithMomentum(graph, [variable, mean], [rate, float(graph, momentum)], step, after);
    },
    apply({ variable, means: [square, mean] }, g, [rate]) {
      const s = tf.add(tf.mul(square, decay), tf.mul(tf.square(g), 1 - decay));
      const b = tf.add(tf.mul(mean, momentum), tf.div(g, tf.add(tf.sqrt(s), epsilon)));
      variable.assign(tf.sub(variable, tf.mul(b, rate)));
      square.assign(s);
      mean.assign(b);
    },
  };
}
