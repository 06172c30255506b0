import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import { withGradient } from './gradient';
import { type Fans, glorotUniform, heUniform } from './initialization';

interface Activation {
  apply<T extends tf.Tensor>(x: T): T;
  /** The limit of the uniform distribution that the weights before it start from. */
  limit(fans: Fans): number;
}

export const activations: Readonly<Record<ModelConfig['activation'] | 'linear', Activation>> = {
  linear: { apply: (x) => x, limit: glorotUniform },
  relu: { apply: relu, limit: heUniform },
  elu: { apply: (x) => tf.elu(x), limit: heUniform },
  softplus: { apply: (x) => tf.softplus(x), limit: heUniform },
  tanh: { apply: (x) => tf.tanh(x), limit: glorotUniform },
};

export type ActivationName = keyof typeof activations;

/** y = max(0, x), with the gradient sign(y): one operation where tfjs's own step function is made of several. */
function relu<T extends tf.Tensor>(x: T): T {
  return withGradient(
    [x],
    () => {
      const y = tf.relu(x);
      return { value: y, saved: [y] };
    },
    (dy, [y]) => [tf.mul(dy, tf.sign(y))],
  );
}
