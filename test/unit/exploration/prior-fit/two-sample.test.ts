import assert from 'node:assert/strict';
import { compareSamples } from '../../../../src/exploration/prior-fit/two-sample';
import { fillNormal, random } from '../../../../src/random';
import { weylPoints } from '../../measures/weyl';

const n = 512;
const normal = (latent: number, seed: number, mean = 0, deviation = 1) =>
  fillNormal(new Float32Array(n * latent), random(seed)).map((value) => mean + deviation * value);

/**
 * MMD^2 of N(a, s^2 I) and N(b, t^2 I) by the kernel exp(-|x - y|^2 / (2 h^2)): the kernel's mean over x - y, which is normal,
 * E = (h^2 / (h^2 + v))^(d/2) exp(-|m|^2 / (2 (h^2 + v))) for a mean m and a variance v of each coordinate.
 */
function ofNormals(latent: number, [a, s]: readonly [number, number], [b, t]: readonly [number, number], h: number) {
  const mean = (m: number, v: number) =>
    (h ** 2 / (h ** 2 + v)) ** (latent / 2) * Math.exp((-latent * m ** 2) / (2 * (h ** 2 + v)));
  return mean(0, 2 * s ** 2) + mean(0, 2 * t ** 2) - 2 * mean(a - b, s ** 2 + t ** 2);
}

describe('two samples', () => {
  it('differ by the discrepancy of the normal distributions that they are of', async () => {
    for (const [latent, mean, deviation] of [
      [1, 1, 1],
      [2, 0.75, 1.5],
      [8, 0, 0.5],
    ]) {
      const found = await compareSamples(normal(latent, 1), normal(latent, 2, mean, deviation), latent, 3);
      const wanted = ofNormals(latent, [0, 1], [mean, deviation], found.bandwidth);
      assert.ok(Math.abs(found.value - wanted) < 4 * found.error, `${found.value} for ${wanted} ± ${found.error}`);
      assert.equal(found.pValue, 1 / 200);
      assert.ok(found.error > 0 && found.error < wanted / 3);
    }
  });

  it('are as alike as two of one distribution, and the error says so', async () => {
    const seeds = [11, 12, 13, 14, 15, 16, 17, 18];
    const found = await Promise.all(
      seeds.map((seed) => compareSamples(normal(4, seed), normal(4, seed + 100), 4, seed)),
    );
    const mean = found.reduce((sum, { value }) => sum + value, 0) / found.length;
    const error = found.reduce((sum, { error }) => sum + error, 0) / found.length;
    // Unbiased: above 0 and below it.
    assert.ok(Math.abs(mean) < error, `${mean} ± ${error}`);
    assert.ok(found.some(({ value }) => value < 0));
    assert.ok(found.filter(({ pValue }) => pValue > 0.05).length >= 6);
  });

  it('are compared at the median distance, and the same by the same seed', async () => {
    const [x, y] = [normal(2, 5), normal(2, 6, 3)];
    const found = await compareSamples(x, y, 2, 7);
    const all = [...x, ...y];
    const distances: number[] = [];
    for (let i = 0; i < 2 * n; i++)
      for (let j = 0; j < i; j++) distances.push(Math.hypot(all[2 * i] - all[2 * j], all[2 * i + 1] - all[2 * j + 1]));
    distances.sort((a, b) => a - b);
    assert.ok(Math.abs(found.bandwidth - distances[distances.length >> 1]) < 1e-5);
    assert.deepEqual(await compareSamples(x, y, 2, 7), found);
  });

  it('are compared by a polynomial kernel, too', async () => {
    const [x, y] = [weylPoints(30, 3), weylPoints(30, 3, 0.55, 0.8)];
    const found = await compareSamples(x.values, y.values, 3, 1, 'polynomial');
    // The same sums in NumPy, in float64.
    assert.ok(Math.abs(found.value - 2.337943333079947) < 1e-5, `${found.value}`);
    assert.equal(found.pValue, 1 / 200);
    assert.ok(Number.isNaN(found.bandwidth));
  });

  it('without any spread are alike', async () => {
    const same = new Float32Array(2 * n).fill(1);
    const found = await compareSamples(same, same, 2, 1);
    assert.ok(Math.abs(found.value) < 1e-6);
    assert.equal(found.error, 0);
  });
});
