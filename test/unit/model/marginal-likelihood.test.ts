import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import { logLikelihood } from '../../../src/model/marginal-likelihood';
import { noNoise } from '../../../src/model/noise';
import { chooseBackend } from '../../../src/runtime/backend';
import { factorAnalysis, logDensity, points } from './factor-analysis';
import { givenNoise, modelConfig } from './fixtures';

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
