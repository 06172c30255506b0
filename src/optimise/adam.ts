import * as tf from '@tensorflow/tfjs';
import type { Graph, Node, Output } from '../graph/graph';
import { float, typeAttribute } from '../graph/operations';
import type { ResidentVariables } from '../graph/resident';
import { checkTensor, loadTensor, type StoredTensor, type StoredTensors, storeTensor } from '../model/weights';

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

export const adamConstants: AdamConstants = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/**
 * The state of Adam (Kingma & Ba 2015, arXiv 1412.6980): steps taken, and two running means for each variable. The bias
 * correction comes in float64 from the number of steps alone, so that a restored optimiser goes on bit by bit.
 */
export class Adam {
  readonly slots: readonly AdamSlot[];
  private steps = 0;
  private readonly names: readonly string[];

  constructor(variables: ReadonlyMap<string, tf.Variable>) {
    this.names = [...variables.keys()];
    this.slots = [...variables.values()].map((variable) => ({
      variable,
      first: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
      second: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
    }));
  }

  /** The factors by which bias correction multiplies the learning rates of the next steps. */
  corrections(count: number): Float32Array {
    return correctedRates(1, this.steps + 1, count, adamConstants);
  }

  advance(steps: number): void {
    this.steps += steps;
  }

  state(): StoredTensors {
    const state = new Map<string, StoredTensor>([['step', { shape: [], values: Float32Array.of(this.steps) }]]);
    for (const [i, { first, second }] of this.slots.entries()) {
      state.set(`${this.names[i]}/first`, storeTensor(first));
      state.set(`${this.names[i]}/second`, storeTensor(second));
    }
    return state;
  }

  /** Throws an Error that says what of the optimiser's state is missing or of another shape. */
  check(state: StoredTensors): void {
    const steps = state.get('step')?.values[0];
    if (steps === undefined || !(Number.isInteger(steps) && steps >= 0))
      throw new Error('it lacks the number of steps');
    for (const [i, { first, second }] of this.slots.entries()) {
      checkTensor(first, state, `${this.names[i]}/first`);
      checkTensor(second, state, `${this.names[i]}/second`);
    }
  }

  restore(state: StoredTensors): void {
    this.steps = state.get('step')?.values[0] ?? 0;
    for (const [i, { first, second }] of this.slots.entries()) {
      loadTensor(first, state, `${this.names[i]}/first`);
      loadTensor(second, state, `${this.names[i]}/second`);
    }
  }

  dispose(): void {
    for (const { first, second } of this.slots) tf.dispose([first, second]);
  }
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

/**
 * One step of Adam by TensorFlow's own operation:
 *
 *   m <- m + (1 - beta1) (g - m),  v <- v + (1 - beta2) (g^2 - v),  w <- w - rate m / (sqrt(v) + epsilon)
 *
 * The `rate` contains the bias correction, which the operation would compute from float32 powers: given powers of 0 it
 * leaves the rate as it is. Steps begin when all of `gradients` are there, so that nobody still reads the weights.
 */
export function recordAdam(
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

/**
 * One step of Adam by single operations, with a `rate` that contains the bias correction:
 *
 *   m <- beta1 m + (1 - beta1) g,  v <- beta2 v + (1 - beta2) g^2,  w <- w - rate m / (sqrt(v) + epsilon)
 */
export function applyAdam(
  slots: readonly AdamSlot[],
  gradients: readonly tf.Tensor[],
  rate: number,
  { beta1, beta2, epsilon }: AdamConstants,
): void {
  tf.tidy(() => {
    const [decay1, gain1, decay2, gain2] = [beta1, 1 - beta1, beta2, 1 - beta2].map((value) => tf.scalar(value));
    const [step, floor] = [tf.scalar(rate), tf.scalar(epsilon)];
    for (const [i, { variable, first, second }] of slots.entries()) {
      const g = gradients[i];
      const m = tf.add(tf.mul(first, decay1), tf.mul(g, gain1));
      const v = tf.add(tf.mul(second, decay2), tf.mul(tf.square(g), gain2));
      variable.assign(tf.sub(variable, tf.div(tf.mul(m, step), tf.add(tf.sqrt(v), floor))));
      first.assign(m);
      second.assign(v);
    }
  });
}
