import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { drawPrior } from '../../../src/exploration/prior';
import { drawFromPrior } from '../../../src/exploration/prior-draws';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import type { ModelConfig } from '../../../src/protocol/config';
import { chooseBackend } from '../../../src/runtime/backend';
import { givenNoise, modelConfig, numbers } from './fixtures';

const shape = [3, 4, 1];
const latent = 2;
const logTwoPi = Math.log(2 * Math.PI);

/** Places all over the plane, for integrals. */
const [edge, steps] = [9, 181];
const step = (2 * edge) / (steps - 1);
const grid = Float32Array.from({ length: 2 * steps * steps }, (_, i) => {
  const point = Math.floor(i / 2);
  return step * (i % 2 === 0 ? point % steps : Math.floor(point / steps)) - edge;
});

const priors = {
  standard: {},
  mixture: { prior: { name: 'mixture', components: 4 } },
  vamp: { prior: { name: 'vamp', components: 4 } },
  realnvp: { prior: { name: 'realnvp', layers: 4, width: 6 } },
} as const satisfies Readonly<Record<string, Partial<ModelConfig>>>;

/** A model whose prior has moved away from its beginning. */
function moved(changes: Partial<ModelConfig>): Autoencoder {
  const model = createAutoencoder(modelConfig({ latent, ...changes }), shape, 'images', 3);
  let seed = 40;
  for (const [name, variable] of model.variables) {
    if (!name.startsWith('prior/') || name.endsWith('inputs')) continue;
    tf.tidy(() =>
      variable.assign(
        tf.tensor(
          numbers(variable.size, seed++).map((value) => value * 0.5),
          variable.shape,
        ),
      ),
    );
  }
  return model;
}

for (const backend of ['tensorflow', 'cpu'] as const) {
  describe(`priors on ${backend}`, () => {
    before(() => chooseBackend(backend));
    beforeEach(() => tf.engine().startScope());
    afterEach(() => tf.engine().endScope());

    for (const [name, changes] of Object.entries(priors)) {
      it(`${name}: the density is one in all`, () => {
        const { prior, dispose } = moved(changes);
        const density = tf.exp(prior.logDensity(tf.tensor2d(grid, [steps * steps, 2])));
        const mass = density.dataSync<'float32'>().reduce((sum, value) => sum + value, 0) * step * step;
        assert.ok(Math.abs(mass - 1) < 0.01, `${mass}`);
        dispose();
      });

      it(`${name}: draws come as often as their density says`, () => {
        const { prior, dispose } = moved(changes);
        const count = 20_000;
        const draws = drawFromPrior({ prior }, count, 1);
        // E[log p] of the draws, against the same expectation by integration.
        const z = tf.tensor2d(draws, [count, latent]);
        const logs = prior.logDensity(tf.tensor2d(grid, [steps * steps, 2])).dataSync();
        const means = [0, 0, 0];
        for (const [i, log] of logs.entries()) {
          const mass = Math.exp(log) * step * step;
          if (mass > 0)
            [log, grid[2 * i], grid[2 * i + 1]].forEach((value, k) => {
              means[k] += mass * value;
            });
        }
        const drawn = [tf.mean(prior.logDensity(z)), ...tf.unstack(tf.mean(z, 0))].map((own) => own.dataSync()[0]);
        for (const [k, value] of drawn.entries()) {
          assert.ok(Math.abs(value - means[k]) < 0.06, `${value} instead of ${means[k]} (${k})`);
        }
        dispose();
      });
    }

    it('realnvp: the density of a draw is that of its noise over the determinant of the Jacobian', () => {
      const { prior, dispose } = moved(priors.realnvp);
      const at = (noise: readonly number[]) => prior.draw(givenNoise(tf.tensor2d([...noise], [1, latent])));
      const h = 0.01;
      for (const noise of [
        [0.2, -0.7],
        [1.2, 0.4],
        [-0.5, -1.5],
      ]) {
        const [a, b] = [0, 1].map((j) => {
          const [up, down] = [h, -h].map((step) => at(noise.map((e, i) => (i === j ? e + step : e))).dataSync());
          return [0, 1].map((i) => (up[i] - down[i]) / (2 * h));
        });
        const volume = Math.abs(a[0] * b[1] - a[1] * b[0]);
        const expected = -0.5 * noise.reduce((sum, e) => sum + e ** 2 + logTwoPi, 0) - Math.log(volume);
        const actual = prior.logDensity(at(noise)).dataSync()[0];
        assert.ok(Math.abs(actual - expected) < 5e-3, `${actual} instead of ${expected}`);
      }
      dispose();
    });

    it('of another kind are asked for the KL by the draws', () => {
      const model = moved(priors.mixture);
      const posterior = model.encode(tf.fill([2, 12], 0.3));
      const draw = posterior.draw(givenNoise(tf.tensor2d(numbers(12, 3), [6, latent])), 3);
      const [q, p] = [draw.logDensity(), model.prior.logDensity(draw.z)].map((own) => own.dataSync());
      const kl = model.prior.divergence(posterior, draw);
      assert.deepEqual(kl.shape, [2, 1]);
      for (const [row, value] of kl.dataSync().entries()) {
        const expected = [0, 1, 2].reduce((sum, k) => sum + (q[3 * row + k] - p[3 * row + k]) / 3, 0);
        assert.ok(Math.abs(value - expected) < 1e-5);
      }
      model.dispose();
    });

    it('standard: draws are those that have always been shown', () => {
      const { prior, dispose } = moved({});
      assert.deepEqual(drawFromPrior({ prior }, 5, 7), drawPrior(latent, 5, 7));
      dispose();
    });
  });
}
