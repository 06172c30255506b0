import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { createAutoencoder } from '../../../src/model/autoencoder';
import { beginAtPrincipalComponents } from '../../../src/model/linear-beginning';
import { principalComponents } from '../../../src/model/principal-components';
import type { ModelConfig } from '../../../src/protocol/config';
import { fillNormal, random } from '../../../src/random';
import { chooseBackend } from '../../../src/runtime/backend';
import { backends, computeLoss, modelConfig } from './fixtures';

const shape = [4, 4, 3];
const features = 48;
const examples = 60;

/** Images of a few patterns, each weaker than the one before, and noise. */
function images(): number[][] {
  const normal = fillNormal(new Float32Array(examples * (features + 8) + 8 * features), random(11));
  const patterns = Array.from({ length: 8 }, (_, k) => normal.subarray(k * features, (k + 1) * features));
  const weights = normal.subarray(8 * features);
  return Array.from({ length: examples }, (_, i) =>
    Array.from({ length: features }, (_, j) => {
      const at = i * (features + 8);
      const signal = patterns.reduce((sum, pattern, k) => sum + weights[at + k] * pattern[j] * 0.1 * 0.7 ** k, 0);
      return 0.4 + signal + 0.01 * weights[at + 8 + j];
    }),
  );
}

/** By the covariance, in float64: eigenvalues in descending order, and eigenvectors as rows. */
function exactly(x: readonly (readonly number[])[]) {
  const mean = x[0].map((_, j) => x.reduce((sum, row) => sum + row[j], 0) / x.length);
  const centred = new Matrix(x.map((row) => row.map((value, j) => value - mean[j])));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    centred.transpose().mmul(centred).div(x.length),
    { assumeSymmetric: true },
  );
  const order = [...realEigenvalues.keys()].sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  return {
    mean,
    values: order.map((place) => realEigenvalues[place]),
    vectors: order.map((place) => eigenvectorMatrix.getColumn(place)),
  };
}

const closeTo = (actual: number, expected: number, tolerance: number, what: string) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual} instead of ${expected}`);
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);

const conv: Partial<ModelConfig> = { architecture: 'conv', hidden: [4], latent: 4, linearPath: true };

for (const backend of backends()) {
  describe(`beginning at principal components on ${backend}`, () => {
    const rows = images();
    const exact = exactly(rows);
    before(() => chooseBackend(backend));

    it('finds those of the covariance', () => {
      const x = tf.tensor2d(rows);
      const held = tf.memory().numTensors;
      const { mean, components, variances, rest } = principalComponents(x, 6, 1);
      assert.equal(tf.memory().numTensors, held);
      for (let k = 0; k < 6; k++) {
        const component = components.subarray(k * features, (k + 1) * features);
        closeTo(variances[k], exact.values[k], 1e-4 * exact.values[k], `variance ${k}`);
        closeTo(Math.abs(dot(component, exact.vectors[k])), 1, 1e-4, `direction ${k}`);
      }
      const others = exact.values.slice(6);
      closeTo(rest, others.reduce((sum, value) => sum + value, 0) / others.length, 1e-6, 'the rest');
      for (const [j, value] of exact.mean.entries()) closeTo(mean[j], value, 1e-5, `mean ${j}`);
      x.dispose();
    });

    it('has no more components than examples allow for', () => {
      const x = tf.tensor2d(rows.slice(0, 3));
      const { variances, components, rest } = principalComponents(x, 6, 1);
      assert.equal(variances.length, 2);
      assert.equal(components.length, 2 * features);
      assert.ok(rest >= 0 && rest < 1e-6);
      x.dispose();
    });

    it('makes a VAE the best linear one: probabilistic PCA', () => {
      const model = createAutoencoder(modelConfig({ ...conv, likelihood: 'gaussian-learned' }), shape, 'images', 1);
      const x = tf.tensor2d(rows);
      beginAtPrincipalComponents(model, x, 1);
      const noise = exact.values.slice(4).reduce((sum, value) => sum + value, 0) / (features - 4);
      tf.tidy(() => {
        const { mean, logVar } = model.encode(x);
        const decoded = model.decode(mean).mean().arraySync();
        const logVars = logVar?.arraySync() ?? [];
        for (const [i, row] of rows.entries()) {
          const offset = row.map((value, j) => value - exact.mean[j]);
          const expected = exact.vectors.slice(0, 4).reduce((sum, vector, k) => {
            const share = (exact.values[k] - noise) / exact.values[k];
            return sum.map((value, j) => value + share * dot(offset, vector) * vector[j]);
          }, exact.mean);
          for (const [j, value] of expected.entries()) closeTo(decoded[i][j], value, 1e-3, `pixel ${j} of ${i}`);
          for (let k = 0; k < 4; k++)
            closeTo(logVars[i][k], Math.log(noise / exact.values[k]), 2e-3, `log-variance ${k}`);
        }
        // Of the best linear VAE the ELBO is log p(x) itself (Lucas et al. 2019): 1/2 (sum log(2 pi l) + features) nats.
        const draws = Array.from({ length: 60 }, (_, i) => {
          const noises = tf.tensor2d(fillNormal(new Float32Array(examples * 4), random(5, i)), [examples, 4]);
          return computeLoss(model, { x, noise: noises }).loss.dataSync()[0];
        });
        const logs = exact.values.reduce((sum, value, k) => sum + Math.log(2 * Math.PI * (k < 4 ? value : noise)), 0);
        closeTo(draws.reduce((sum, value) => sum + value, 0) / draws.length, (logs + features) / 2, 0.1, 'the loss');
      });
      x.dispose();
      model.dispose();
    });

    it('makes a plain autoencoder PCA, with codes of variance 1', () => {
      const model = createAutoencoder(modelConfig({ ...conv, kind: 'ae', likelihood: 'gaussian' }), shape, 'images', 1);
      const x = tf.tensor2d(rows);
      beginAtPrincipalComponents(model, x, 1);
      tf.tidy(() => {
        const { mean } = model.encode(x);
        const loss = computeLoss(model, { x, noise: null }).loss.dataSync()[0];
        closeTo(
          loss,
          exact.values.slice(4).reduce((sum, value) => sum + value, 0),
          1e-4,
          'the squared error',
        );
        const variance = tf.mean(tf.square(mean), 0).dataSync();
        for (const value of variance) closeTo(value, 1, 1e-3, 'the variance of a code');
      });
      x.dispose();
      model.dispose();
    });

    it('leaves dimensions unused that examples cannot fill', () => {
      const few = tf.tensor2d(rows.slice(0, 3));
      const model = createAutoencoder(modelConfig({ ...conv, likelihood: 'gaussian-learned' }), shape, 'images', 1);
      beginAtPrincipalComponents(model, few, 1);
      tf.tidy(() => {
        const { mean, logVar } = model.encode(few);
        for (const codes of mean.arraySync()) assert.deepEqual(codes.slice(2).map(Math.abs), [0, 0]);
        for (const values of logVar?.arraySync() ?? []) assert.deepEqual(values.slice(2).map(Math.abs), [0, 0]);
      });
      few.dispose();
      model.dispose();
    });
  });
}
