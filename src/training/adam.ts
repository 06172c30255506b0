import * as tf from '@tensorflow/tfjs';
import { type AdamConstants, type AdamSlot, correctedRates } from '../compute';
import type { StoredTensor } from './store/safetensors';

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

  state(): Map<string, StoredTensor> {
    const state = new Map<string, StoredTensor>([['step', { shape: [], values: Float32Array.of(this.steps) }]]);
    for (const [i, { first, second }] of this.slots.entries()) {
      state.set(`${this.names[i]}/first`, storeTensor(first));
      state.set(`${this.names[i]}/second`, storeTensor(second));
    }
    return state;
  }

  /** Throws an Error that says what of the optimiser's state is missing or of another shape. */
  check(state: ReadonlyMap<string, StoredTensor>): void {
    const steps = state.get('step')?.values[0];
    if (steps === undefined || !(Number.isInteger(steps) && steps >= 0))
      throw new Error('it lacks the number of steps');
    for (const [i, { first, second }] of this.slots.entries()) {
      checkTensor(first, state, `${this.names[i]}/first`);
      checkTensor(second, state, `${this.names[i]}/second`);
    }
  }

  restore(state: ReadonlyMap<string, StoredTensor>): void {
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

export function storeTensor(tensor: tf.Tensor): StoredTensor {
  return { shape: tensor.shape, values: Float32Array.from(tensor.dataSync()) };
}

export function loadTensor(variable: tf.Variable, tensors: ReadonlyMap<string, StoredTensor>, name: string): void {
  const { values } = checkTensor(variable, tensors, name);
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
}

/** The stored tensor that belongs into a variable. Throws an Error where there is none, or one of another shape. */
export function checkTensor(
  variable: tf.Variable,
  tensors: ReadonlyMap<string, StoredTensor>,
  name: string,
): StoredTensor {
  const stored = tensors.get(name);
  if (stored === undefined) throw new Error(`there is no tensor ${name}`);
  if (String(stored.shape) !== String(variable.shape)) {
    throw new Error(`tensor ${name} has shape [${stored.shape}], not [${variable.shape}]`);
  }
  return stored;
}
