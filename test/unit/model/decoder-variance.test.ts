import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { createAutoencoder } from '../../../src/model/autoencoder';
import { decoderLogVariances } from '../../../src/model/decoder-variance';
import { logVarianceName } from '../../../src/model/likelihoods';
import { modelConfig } from './fixtures';

describe('the variance of the decoder', () => {
  it('is the one by which its density is computed, set or learned, of pixels and of columns', () => {
    for (const [likelihood, shape, kind] of [
      ['gaussian', [5], 'table'],
      ['gaussian-learned', [5], 'table'],
      ['gaussian-learned', [2, 2, 1], 'images'],
    ] as const) {
      const model = createAutoencoder(modelConfig({ likelihood, variance: 0.3 }), [...shape], kind, 1);
      const parameter = model.variables.get(logVarianceName);
      tf.tidy(() => parameter?.assign(tf.linspace(-0.2, 0.1, parameter.size).reshape(parameter.shape)));
      const logVariances = decoderLogVariances(model);
      assert.equal(logVariances?.length, model.features);
      const z = tf.zeros<tf.Rank.R2>([1, model.config.latent]);
      const x = tf.linspace(0.1, 0.9, model.features).reshape([1, model.features]) as tf.Tensor2D;
      const output = model.decode(z);
      const mean = output.mean().dataSync<'float32'>();
      const wanted = x.dataSync<'float32'>().reduce((sum, value, j) => {
        const logVariance = logVariances?.[j] ?? Number.NaN;
        return sum + ((value - mean[j]) ** 2 / Math.exp(logVariance) + logVariance + Math.log(2 * Math.PI)) / 2;
      }, 0);
      const [found] = output.negativeLogLikelihood(x).dataSync();
      assert.ok(Math.abs(found - wanted) < 1e-4, `${likelihood}: ${found}, not ${wanted}`);
      model.dispose();
    }
  });

  it('is none of other distributions, and none of a squared error', () => {
    const bernoulli = createAutoencoder(modelConfig({ likelihood: 'bernoulli' }), [2, 2, 1], 'images', 1);
    const plain = createAutoencoder(modelConfig({ kind: 'ae', likelihood: 'gaussian' }), [5], 'table', 1);
    for (const model of [bernoulli, plain]) {
      assert.equal(decoderLogVariances(model), null);
      model.dispose();
    }
  });
});
