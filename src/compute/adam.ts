import type * as tf from '@tensorflow/tfjs';
import type { Graph, Node, Output } from '../graph/graph';
import { float, typeAttribute } from '../graph/operations';
import type { ResidentVariables } from '../graph/resident';

/** A trained variable with the running means of its gradient and of its square. */
export interface AdamSlot {
  readonly variable: tf.Variable;
  readonly first: tf.Variable;
  readonly second: tf.Variable;
}

/** The decay rates of Adam's running means, and what keeps its divisor above zero. */
export interface AdamConstants {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/**
 * One step of Adam (Kingma & Ba 2015, arXiv 1412.6980) by TensorFlow's own operation:
 *
 *   m <- m + (1 - beta1) (g - m),  v <- v + (1 - beta2) (g^2 - v),  w <- w - rate m / (sqrt(v) + epsilon)
 *
 * The `rate` contains the bias correction, which the operation would compute from float32 powers: given powers of 0 it
 * leaves the rate as it is. Steps begin when all of `gradients` are there, so that nobody still reads the weights.
 */
export function applyAdam(
  graph: Graph,
  residents: ResidentVariables,
  slots: readonly AdamSlot[],
  gradients: readonly Output[],
  rate: Output,
  { beta1, beta2, epsilon }: AdamConstants,
): Node[] {
  const controls = gradients.map(({ node }) => node);
  const zero = float(graph, 0);
  const constants = [float(graph, beta1), float(graph, beta2), float(graph, epsilon)];
  return slots.map(({ variable, first, second }, i) => {
    const handles = [variable, first, second].map((slot) => residents.handle(slot));
    return graph.add('ResourceApplyAdam', {
      inputs: [...handles, zero, zero, rate, ...constants, gradients[i]],
      controls,
      attributes: { T: typeAttribute('float32') },
    });
  });
}

/** The rates of steps `first`, counted from 1, and following ones: rate sqrt(1 - beta2^t) / (1 - beta1^t). */
export function correctedRates(
  rate: number,
  first: number,
  count: number,
  { beta1, beta2 }: AdamConstants,
): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    const t = first + i;
    return (rate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
  });
}
