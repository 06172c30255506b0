import assert from 'node:assert/strict';
import { klOfDimensions } from '../../../src/training/encoding';

describe('the KL of the latent dimensions', () => {
  it('is the mean of what the integral of q log(q / p) gives for each', () => {
    const means = Float32Array.of(0, 1.5, 0, -0.5, 0, 0.25);
    const logVars = Float32Array.of(0, -1, 0, 0.5, 0, -2);
    const normal = (z: number, mean: number, variance: number) =>
      Math.exp(-((z - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
    const divergence = (mean: number, variance: number) => {
      let sum = 0;
      for (let z = -12; z < 12; z += 1e-3) {
        const q = normal(z, mean, variance);
        if (q > 1e-300) sum += 1e-3 * q * Math.log(q / normal(z, 0, 1));
      }
      return sum;
    };
    const [first, second] = klOfDimensions({ means, logVars, latent: 2 });
    assert.equal(first, 0);
    const wanted = [1, 3, 5].reduce((sum, i) => sum + divergence(means[i], Math.exp(logVars[i])) / 3, 0);
    assert.ok(Math.abs(second - wanted) < 1e-4, `${second} for ${wanted}`);
  });

  it('is none of a model without a spread', () => {
    assert.throws(() => klOfDimensions({ means: new Float32Array(4), logVars: null, latent: 2 }));
  });
});
