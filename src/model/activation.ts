import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';

export type ActivationName = ModelConfig['activation'] | 'linear';

export const activations: Readonly<Record<ActivationName, <T extends tf.Tensor>(x: T) => T>> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  elu: (x) => tf.elu(x),
  softplus: (x) => tf.softplus(x),
  tanh: (x) => tf.tanh(x),
};
