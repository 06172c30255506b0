import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';

/**
 * Factor analysis: x = w z + b + noise of variance v, with one latent dimension, for which all is known:
 * p(x) = N(b, v I + w w'), and p(z|x) = N(w'(x - b) / (v + w'w), v / (v + w'w)).
 */
const [w, b, v] = [[1.5, -0.5, 2], [0.3, 0.1, -0.2], 0.4];
export const points = [
  [0.5, 0, 1],
  [-2, 1, 0.5],
];

const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value ** 2, 0);
const product = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * y[i], 0);

/** log N(x; b, v I + w w'), by the determinant lemma and the formula of Sherman and Morrison. */
export function logDensity(x: readonly number[]): number {
  const difference = x.map((value, i) => value - b[i]);
  const determinant = v ** 2 * (v + squares(w));
  const mahalanobis = (squares(difference) - product(w, difference) ** 2 / (v + squares(w))) / v;
  return -0.5 * (3 * Math.log(2 * Math.PI) + Math.log(determinant) + mahalanobis);
}

/** The model with the true posterior, but for its log-variance, to which `excess` is added. */
export function factorAnalysis(excess: number): Autoencoder {
  const model = createAutoencoder(
    {
      kind: 'vae',
      architecture: 'dense',
      hidden: [],
      latent: 1,
      activation: 'relu',
      likelihood: 'gaussian',
      variance: v,
    },
    [3],
    'vectors',
    1,
  );
  const precision = v + squares(w);
  const set = (name: string, values: readonly number[]) => {
    const variable = model.variables.get(name);
    assert.ok(variable, name);
    variable.assign(tf.tensor([...values], variable.shape));
  };
  tf.tidy(() => {
    set(
      'encoder/mean/kernel',
      w.map((value) => value / precision),
    );
    set('encoder/mean/bias', [-product(w, b) / precision]);
    set('encoder/log_var/kernel', [0, 0, 0]);
    set('encoder/log_var/bias', [Math.log(v / precision) + excess]);
    set('decoder/output/kernel', w);
    set('decoder/output/bias', b);
  });
  return model;
}
