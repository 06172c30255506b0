import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import { logLikelihood } from '../../../src/model/marginal-likelihood';
import { noNoise } from '../../../src/model/noise';
import { chooseBackend } from '../../../src/runtime/backend';
import { givenNoise, modelConfig } from './fixtures';

/**
 * Factor analysis: x = w z + b + noise of variance v, with one latent dimension, for which all is known:
 * p(x) = N(b, v I + w w'), and p(z|x) = N(w'(x - b) / (v + w'w), v / (v + w'w)).
 */
const [w, b, v] = [[1.5, -0.5, 2], [0.3, 0.1, -0.2], 0.4];
const points = [
  [0.5, 0, 1],
  [-2, 1, 0.5],
];

const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value ** 2, 0);
const product = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * y[i], 0);

/** log N(x; b, v I + w w'), by the determinant lemma and the formula of Sherman and Morrison. */
function logDensity(x: readonly number[]): number {
  const difference = x.map((value, i) => value - b[i]);
  const determinant = v ** 2 * (v + squares(w));
  const mahalanobis = (squares(difference) - product(w, difference) ** 2 / (v + squares(w))) / v;
  return -0.5 * (3 * Math.log(2 * Math.PI) + Math.log(determinant) + mahalanobis);
}

/** The model with the true posterior, but for its log-variance, to which `excess` is added. */
function factorAnalysis(excess: number): Autoencoder {
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

function estimate(model: Autoencoder, draws: number): readonly number[] {
  return tf.tidy(() => {
    const noise = tf.randomNormal<tf.Rank.R2>([points.length * draws, 1], 0, 1, 'float32', 7);
    return [...logLikelihood(model, { x: tf.tensor2d(points), noise: givenNoise(noise) }, draws).dataSync()];
  });
}

for (const backend of ['tensorflow', 'cpu'] as const) {
  describe(`logLikelihood on ${backend}`, () => {
    before(() => chooseBackend(backend));

    it('is exact, whatever is drawn, where the encoder gives the true posterior', () => {
      const model = factorAnalysis(0);
      for (const draws of [1, 10]) {
        for (const [i, value] of estimate(model, draws).entries()) {
          assert.ok(Math.abs(value - logDensity(points[i])) < 1e-4, `${value} against ${logDensity(points[i])}`);
        }
      }
      model.dispose();
    });

    it('comes near to the truth with many draws where the encoder does not', () => {
      const model = factorAnalysis(0.7);
      for (const [i, value] of estimate(model, 5000).entries()) {
        assert.ok(Math.abs(value - logDensity(points[i])) < 0.05, `${value} against ${logDensity(points[i])}`);
      }
      assert.ok(Math.abs(estimate(model, 1)[0] - logDensity(points[0])) > 0.05);
      model.dispose();
    });

    it('is for models that have one', () => {
      const plain = createAutoencoder(modelConfig({ kind: 'ae', likelihood: 'gaussian' }), [3], 'vectors', 1);
      assert.throws(() => logLikelihood(plain, { x: tf.tensor2d(points), noise: noNoise }, 1), /density/);
      plain.dispose();
    });
  });
}
