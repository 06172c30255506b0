import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import { flowPosterior } from '../../../src/model/posteriors/flow';
import { planarFlow } from '../../../src/model/posteriors/planar';
import type { Posterior } from '../../../src/model/posteriors/posterior';
import type { ModelConfig } from '../../../src/protocol/config';
import { chooseBackend } from '../../../src/runtime/backend';
import { computeLoss, givenNoise, modelConfig, numbers } from './fixtures';

const shape = [3, 4, 1];
const latent = 3;
const logTwoPi = Math.log(2 * Math.PI);

const posteriors = {
  diagonal: {},
  'full covariance': { posterior: { name: 'full-covariance' } },
  planar: { posterior: { name: 'planar', layers: 3 } },
  autoregressive: { posterior: { name: 'iaf', layers: 3, width: 8 } },
} as const satisfies Readonly<Record<string, Partial<ModelConfig>>>;

const ladders: Readonly<Record<string, Partial<ModelConfig>>> = {
  'ladder of two layers': { posterior: { name: 'ladder', top: 1, width: 6 } },
  'ladder of three layers': { posterior: { name: 'ladder', sizes: [1, 1, 1], width: 6 } },
};

function built(changes: Partial<ModelConfig>, size = latent): Autoencoder {
  const model = createAutoencoder(modelConfig({ latent: size, ...changes }), shape, 'images', 3);
  let seed = 30;
  for (const variable of model.variables.values()) {
    if (variable.dataSync().some((value) => value !== 0)) continue;
    tf.tidy(() => variable.assign(tf.tensor(numbers(variable.size, seed++), variable.shape)));
  }
  return model;
}

const image = () =>
  tf.tensor2d(
    numbers(12, 4).map((value) => (value + 1) / 2),
    [1, 12],
  );

/** z and log q(z|x) of one draw. */
function drawn(posterior: Posterior, noise: readonly number[]) {
  const { z, logDensity } = posterior.draw(givenNoise(tf.tensor2d([...noise], [1, noise.length])));
  return { z: [...z.dataSync()], logDensity: logDensity().dataSync()[0] };
}

/** dz_i / d noise_j by central differences. */
function jacobian(posterior: Posterior, noise: readonly number[]): number[][] {
  const h = 0.01;
  const columns = noise.map((_, j) => {
    const [up, down] = [h, -h].map(
      (step) =>
        drawn(
          posterior,
          noise.map((e, i) => (i === j ? e + step : e)),
        ).z,
    );
    return up.map((value, i) => (value - down[i]) / (2 * h));
  });
  return noise.map((_, i) => columns.map((column) => column[i]));
}

function determinant(matrix: number[][]): number {
  if (matrix.length === 1) return matrix[0][0];
  return matrix[0].reduce((total, value, j) => {
    const minor = matrix.slice(1).map((row) => row.filter((_, k) => k !== j));
    return total + (j % 2 === 0 ? 1 : -1) * value * determinant(minor);
  }, 0);
}

function closeTo(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance * (1 + Math.abs(expected)), `${actual} instead of ${expected}`);
}

for (const backend of ['tensorflow', 'cpu'] as const) {
  describe(`posteriors on ${backend}`, () => {
    before(() => chooseBackend(backend));
    beforeEach(() => tf.engine().startScope());
    afterEach(() => tf.engine().endScope());

    for (const [name, changes] of Object.entries({ ...posteriors, ...ladders })) {
      it(`${name}: the density of a draw is that of its noise over the determinant of the Jacobian`, () => {
        const model = built(changes);
        const posterior = model.encode(image());
        for (const seed of [1, 2, 3]) {
          const noise = numbers(latent, seed).map((value) => 1.5 * value);
          const volume = determinant(jacobian(posterior, noise));
          assert.ok(volume > 0);
          const expected = -0.5 * noise.reduce((sum, e) => sum + e ** 2 + logTwoPi, 0) - Math.log(volume);
          closeTo(drawn(posterior, noise).logDensity, expected, 1e-3);
        }
        model.dispose();
      });

      // Of a ladder it is said where the upper layer is: ladder.test.ts.
      if (name in ladders) continue;
      it(`${name}: mean and log-variance are those of many draws`, () => {
        const model = built(changes);
        const { mean, logVar, draw } = model.encode(image());
        const count = 20_000;
        const { z } = draw(givenNoise(tf.randomNormal([count, latent], 0, 1, 'float32', 5)), count);
        const moments = tf.moments(z, 0);
        const [m, v, l] = [moments.mean, moments.variance, logVar as tf.Tensor2D].map((own) => own.dataSync());
        const flows = name === 'planar' || name === 'autoregressive';
        for (let j = 0; j < latent; j++) {
          closeTo(mean.dataSync()[j], m[j], (flows ? 0.2 : 0.03) * Math.sqrt(v[j]));
          closeTo(l[j], Math.log(v[j]), flows ? 0.25 : 0.03);
        }
        model.dispose();
      });
    }

    it('an autoregressive flow changes each dimension by itself and those before it alone', () => {
      const model = built({ posterior: { name: 'iaf', layers: 1, width: 8 } });
      const matrix = jacobian(model.encode(image()), [0.3, -0.8, 0.5]);
      for (const [i, j] of [
        [0, 1],
        [0, 2],
        [1, 2],
      ])
        closeTo(matrix[i][j], 0, 1e-4);
      assert.ok(
        [
          [1, 0],
          [2, 0],
          [2, 1],
        ].some(([i, j]) => Math.abs(matrix[i][j]) > 1e-3),
      );
      model.dispose();
    });

    it('planar flows can be inverted, whatever the encoder says', () => {
      for (const size of [-50, -3, 0, 3, 50]) {
        const u = tf.tensor2d([[size, -size, 1]]);
        const w = tf.tensor2d([[2, -1, size]]);
        const places = tf.tensor2d(
          numbers(300, 8).map((value) => 4 * value),
          [100, 3],
        );
        const { logDeterminant } = planarFlow(u, w, tf.tensor2d([[0.3]])).apply(places, 100);
        assert.ok(logDeterminant.dataSync().every(Number.isFinite), `${size}`);
      }
    });

    it('without flows the summary is the Gaussian, exactly', () => {
      const [mean, logVar] = [tf.tensor2d([[1, -2, 5]]), tf.tensor2d([[0.5, -4, 2]])];
      const summary = flowPosterior(mean, logVar, []);
      for (const [own, expected] of [
        [summary.mean, mean],
        [summary.logVar as tf.Tensor2D, logVar],
      ] as const) {
        for (const [j, value] of own.dataSync().entries()) closeTo(value, expected.dataSync()[j], 1e-4);
      }
    });

    it('take the KL from the standard prior in closed form where there is one, whatever is drawn', () => {
      const kls = (changes: Partial<ModelConfig>) => {
        const model = built(changes);
        const found = [1, 2].map((seed) => {
          const noise = tf.tensor2d(numbers(latent, seed), [1, latent]);
          return computeLoss(model, { x: image(), noise }).terms.kl.dataSync()[0];
        });
        model.dispose();
        return found;
      };
      for (const name of ['diagonal', 'full covariance'] as const) {
        const [first, second] = kls(posteriors[name]);
        assert.equal(first, second);
      }
      const [first, second] = kls(posteriors.planar);
      assert.notEqual(first, second);
    });

    it('give the gradient by the path alone that the density of a Gaussian has by z', () => {
      const { encode, dispose } = built({});
      const { logVar, draw } = encode(image());
      const noise = numbers(latent, 9);
      const { z, pathDensity, logDensity } = draw(givenNoise(tf.tensor2d(noise, [1, latent])));
      assert.ok(pathDensity && logVar);
      closeTo(pathDensity(z).dataSync()[0], logDensity().dataSync()[0], 1e-5);
      const slopes = tf
        .grad((z) => tf.sum(pathDensity(z as tf.Tensor2D)))(z)
        .dataSync();
      const deviations = logVar.dataSync().map((l) => Math.exp(l / 2));
      for (const [j, e] of noise.entries()) closeTo(slopes[j], -e / deviations[j], 1e-4);
      dispose();
    });
  });
}
