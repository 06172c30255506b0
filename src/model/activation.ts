import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import { type Fans, glorotUniform, heUniform } from './initialization';

interface Activation {
  apply<T extends tf.Tensor>(x: T): T;
  /** The limit of the uniform distribution that the weights before it start from. */
  limit(fans: Fans): number;
}

export const activations: Readonly<Record<ModelConfig['activation'] | 'linear', Activation>> = {
  linear: { apply: (x) => x, limit: glorotUniform },
  relu: { apply: (x) => tf.relu(x), limit: heUniform },
  elu: { apply: (x) => tf.elu(x), limit: heUniform },
  softplus: { apply: (x) => tf.softplus(x), limit: heUniform },
  tanh: { apply: (x) => tf.tanh(x), limit: glorotUniform },
};

export type ActivationName = keyof typeof activations;
