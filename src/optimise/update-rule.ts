import type * as tf from '@tensorflow/tfjs';
import type { Graph, Node, Output } from '../graph/graph';

/** A trained variable with what an optimiser keeps of its gradients. */
export interface Slot {
  readonly variable: tf.Variable;
  /** Of the variable's shape, in the order of `UpdateRule.means`. */
  readonly means: readonly tf.Variable[];
}

/** The same within a graph. */
export interface RecordedSlot {
  readonly variable: Output;
  readonly means: readonly Output[];
  /** The variable's value before the step. */
  readonly value: () => Output;
}

/**
 * How an optimiser changes a variable by its gradient. Both forms of a step compute the same to the rounding of float32:
 * one native operation where TensorFlow has it, since a step is bound by memory.
 */
export interface UpdateRule {
  /** What is kept of each variable, by name: running means of its gradients. Zeros at first. */
  readonly means: readonly string[];
  /**
   * What step `t`, counted from 1, is taken with, always as many numbers. What depends on t alone is computed here, in
   * float64, so that steps taken in one call or in many, before and after a checkpoint, are the same bit by bit.
   */
  numbers(t: number, learningRate: number): readonly number[];
  /** A step as native operations, which begin when `controls` have run. */
  record(
    graph: Graph,
    slot: RecordedSlot,
    gradient: Output,
    numbers: readonly Output[],
    controls: readonly Node[],
  ): Node;
  /** A step by single operations. */
  apply(slot: Slot, gradient: tf.Tensor, numbers: readonly tf.Scalar[]): void;
}
