import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { klDivergence } from '../../../src/model/divergence';
import { allBackends, useBackend } from './fixtures';

const means = [0, 0, 1, -3, 0.5, 12];
const logVars = [0, -6, 0.7, 2, -20, 20];

for (const backend of allBackends) {
  describe(`KL divergence on ${backend}`, () => {
    before(function () {
      return useBackend(this, backend);
    });

    it('has its closed form', () => {
      const kl = evaluate(means, logVars);
      means.forEach((mean, i) => {
        const expected = -0.5 * (1 + logVars[i] - mean ** 2 - Math.exp(logVars[i]));
        assert.ok(Math.abs(kl[i] - expected) <= 1e-6 * (1 + expected), `${kl[i]} instead of ${expected}`);
      });
    });

    it('is 0 at the prior and nowhere negative', () => {
      assert.equal(evaluate([0], [0])[0], 0);
      const grid = Array.from({ length: 41 }, (_, i) => (i - 20) / 5);
      for (const kl of evaluate(new Array(41).fill(0), grid)) assert.ok(kl >= -1e-6, `${kl}`);
    });

    it('is what sampling estimates: E_q[log q(z) - log p(z)]', () => {
      for (const [mean, logVar] of [
        [0.8, -1],
        [-1.5, 0.4],
      ]) {
        const sigma = Math.exp(logVar / 2);
        const differences = normals(50_000).map((eps) => {
          const z = mean + sigma * eps;
          return -Math.log(sigma) - eps ** 2 / 2 + z ** 2 / 2;
        });
        const estimate = average(differences);
        const error = Math.sqrt(average(differences.map((d) => (d - estimate) ** 2)) / differences.length);
        const [kl] = evaluate([mean], [logVar]);
        assert.ok(Math.abs(kl - estimate) < 4 * error, `${kl} against ${estimate} +- ${error}`);
      }
    });

    it('has the gradients mean and (exp(logVar) - 1) / 2', () => {
      const gradient = tf.grads((mean, logVar) => tf.sum(klDivergence(mean as tf.Tensor2D, logVar as tf.Tensor2D)));
      const [byMean, byLogVar] = gradient([tf.tensor2d(means, [1, 6]), tf.tensor2d(logVars, [1, 6])]);
      assert.deepEqual([...byMean.dataSync()], means);
      byLogVar.dataSync().forEach((slope, i) => {
        const expected = (Math.exp(logVars[i]) - 1) / 2;
        assert.ok(Math.abs(slope - expected) <= 1e-6 * (1 + Math.abs(expected)), `${slope} instead of ${expected}`);
      });
    });
  });
}

function evaluate(mean: readonly number[], logVar: readonly number[]): Float32Array {
  const shape: [number, number] = [1, mean.length];
  const kl = klDivergence(tf.tensor2d([...mean], shape), tf.tensor2d([...logVar], shape));
  return Float32Array.from(kl.dataSync());
}

/** Draws from N(0, 1) that are always the same (Box-Muller over a linear congruential generator). */
function normals(count: number): number[] {
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
