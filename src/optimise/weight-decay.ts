import * as tf from '@tensorflow/tfjs';
import { add, float, multiply } from '../graph/operations';
import { descend } from './resources';
import type { UpdateRule } from './update-rule';

/**
 * Weight decay beside a rule, as AdamW has it (Loshchilov & Hutter 2019, arXiv 1711.05101, algorithm 2), PyTorch's and Keras's: before the step
 *
 *   w <- w - rate decay w,
 *
 * so that the decay is not divided by the gradients' size.
 */
export function decoupledDecay({ means, numbers, record, apply }: UpdateRule, decay: number): UpdateRule {
  return {
    means,
    numbers: (t, learningRate) => [learningRate * decay, ...numbers(t, learningRate)],
    record(graph, slot, gradient, [shrinkage, ...own], controls) {
      const decayed = descend(graph, slot.variable, shrinkage, slot.value(), controls);
      return record(graph, slot, gradient, own, [...controls, decayed]);
    },
    apply(slot, gradient, [shrinkage, ...own]) {
      slot.variable.assign(tf.sub(slot.variable, tf.mul(slot.variable, shrinkage)));
      apply(slot, gradient, own);
    },
  };
}

/** Weight decay as a term decay / 2 |w|^2 of the loss, as `weight_decay` of PyTorch's others is: the rule gets g + decay w. */
export function coupledDecay({ means, numbers, record, apply }: UpdateRule, decay: number): UpdateRule {
  return {
    means,
    numbers,
    record(graph, slot, gradient, own, controls) {
      const pull = multiply(graph, slot.value(), float(graph, decay));
      return record(graph, slot, add(graph, gradient, pull), own, controls);
    },
    apply(slot, gradient, own) {
      apply(slot, tf.add(gradient, tf.mul(slot.variable, decay)), own);
    },
  };
}
