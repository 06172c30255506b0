import * as tf from '@tensorflow/tfjs';
import type { StoredTensor } from './safetensors';

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

interface Moments {
  readonly variable: tf.Variable;
  readonly first: tf.Variable;
  readonly second: tf.Variable;
}

/**
 * Adam (Kingma & Ba 2015, arXiv 1412.6980, algorithm 1 in the form of section 2's last remark):
 *
 *   m <- beta1 m + (1 - beta1) g,  v <- beta2 v + (1 - beta2) g^2
 *   w <- w - rate sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)
 *
 * Unlike tfjs's own it keeps its bias correction in float64 from t alone, so that a restored optimiser goes on
 * bit by bit as the one that was saved.
 */
export class Adam {
  private step = 0;
  private readonly moments = new Map<string, Moments>();
  private readonly constants = {
    beta1: tf.scalar(beta1),
    beta2: tf.scalar(beta2),
    oneMinusBeta1: tf.scalar(1 - beta1),
    oneMinusBeta2: tf.scalar(1 - beta2),
    epsilon: tf.scalar(epsilon),
  };

  constructor(
    variables: ReadonlyMap<string, tf.Variable>,
    private readonly learningRate: number,
  ) {
    for (const [name, variable] of variables) {
      this.moments.set(name, {
        variable,
        first: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
        second: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
      });
    }
  }

  /** `gradients` by the variables' names in the map given at construction. */
  apply(gradients: ReadonlyMap<string, tf.Tensor>): void {
    const t = ++this.step;
    tf.tidy(() => {
      const rate = tf.scalar((this.learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t));
      const c = this.constants;
      for (const [name, { variable, first, second }] of this.moments) {
        const g = gradients.get(name);
        if (g === undefined) throw new Error(`No gradient for ${name}`);
        const m = tf.add(tf.mul(first, c.beta1), tf.mul(g, c.oneMinusBeta1));
        const v = tf.add(tf.mul(second, c.beta2), tf.mul(tf.square(g), c.oneMinusBeta2));
        variable.assign(tf.sub(variable, tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), c.epsilon))));
        first.assign(m);
        second.assign(v);
      }
    });
  }

  state(): Map<string, StoredTensor> {
    const state = new Map<string, StoredTensor>([['step', { shape: [], values: Float32Array.of(this.step) }]]);
    for (const [name, { first, second }] of this.moments) {
      state.set(`${name}/first`, storeTensor(first));
      state.set(`${name}/second`, storeTensor(second));
    }
    return state;
  }

  restore(state: ReadonlyMap<string, StoredTensor>): void {
    this.step = state.get('step')?.values[0] ?? 0;
    for (const [name, { first, second }] of this.moments) {
      loadTensor(first, state, `${name}/first`);
      loadTensor(second, state, `${name}/second`);
    }
  }

  dispose(): void {
    tf.dispose(Object.values(this.constants));
    for (const { first, second } of this.moments.values()) tf.dispose([first, second]);
  }
}

export function storeTensor(tensor: tf.Tensor): StoredTensor {
  return { shape: tensor.shape, values: Float32Array.from(tensor.dataSync()) };
}

export function loadTensor(variable: tf.Variable, tensors: ReadonlyMap<string, StoredTensor>, name: string): void {
  const stored = tensors.get(name);
  if (stored === undefined) throw new Error(`There is no tensor ${name}`);
  if (String(stored.shape) !== String(variable.shape)) {
    throw new Error(`Tensor ${name} has shape [${stored.shape}], not [${variable.shape}]`);
  }
  tf.tidy(() => variable.assign(tf.tensor(stored.values, variable.shape)));
}
