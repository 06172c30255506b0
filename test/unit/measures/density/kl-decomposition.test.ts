import assert from 'node:assert/strict';
import { normalQuantile } from '../../../../src/exploration/traversals/normal-quantile';
import { decomposeKl } from '../../../../src/measures/density/kl-decomposition';
import type { Estimate } from '../../../../src/measures/estimate';

const breathe = async () => undefined;

/** Within so many standard errors, and what is left of a finite number of posteriors. */
function within({ value, error }: Estimate, expected: number, rest = 0): void {
  assert.ok(Math.abs(value - expected) <= 4 * error! + rest, `${value} ± ${error} for ${expected}`);
}

describe('decomposeKl', () => {
  it('has the known parts of two posteriors far apart, along a diagonal', async () => {
    const means = Float32Array.of(-10, -10, 10, 10);
    const parts = await decomposeKl({ latent: 2, means, logVars: new Float32Array(4) }, 4000, 1, breathe);
    // Which of both it is says log 2, whether it is told by the code or by one dimension of the other.
    within(parts.mutualInformation, Math.log(2), 1e-6);
    within(parts.totalCorrelation, Math.log(2), 1e-6);
    // Each dimension: -1/2 log 2 pi e - log 2 + 1/2 log 2 pi + 1/2 E[z^2], with E[z^2] = 101.
    within(parts.dimensionWise, 2 * (50 - Math.log(2)));
  });

  it('has the known parts of Gaussians: means at quantiles of N(0, s^2) make q(z) normal', async () => {
    const [s, sigma, count] = [1.5, 0.5, 3000];
    const quantile = (i: number) => s * normalQuantile((i + 0.5) / count);
    // The second dimension is the first one, turned, so that their correlation is s^2 / (s^2 + sigma^2).
    const means = Float32Array.from({ length: 2 * count }, (_, at) => quantile(at >> 1) * (at % 2 === 0 ? 1 : -1));
    const logVars = new Float32Array(2 * count).fill(2 * Math.log(sigma));
    const parts = await decomposeKl({ latent: 2, means, logVars }, 2000, 3, breathe);
    const variance = s ** 2 + sigma ** 2;
    const correlation = s ** 2 / variance;
    // 1/2 log of |s^2 11^T + sigma^2 I| / sigma^4.
    within(parts.mutualInformation, 0.5 * Math.log((2 * s ** 2 + sigma ** 2) / sigma ** 2), 0.01);
    within(parts.totalCorrelation, -0.5 * Math.log(1 - correlation ** 2), 0.01);
    within(parts.dimensionWise, variance - 1 - Math.log(variance), 0.01);
  });

  it('is 0 in all parts where the posteriors are the prior', async () => {
    const parts = await decomposeKl(
      { latent: 3, means: new Float32Array(30), logVars: new Float32Array(30) },
      50,
      1,
      breathe,
    );
    for (const { value } of Object.values(parts)) assert.ok(Math.abs(value) < 1e-9, String(value));
  });

  it('sums to the mean KL, and is the same for a seed', async () => {
    const means = Float32Array.from({ length: 200 }, (_, i) => Math.sin(i * i) * 2);
    const logVars = Float32Array.from({ length: 200 }, (_, i) => Math.cos(3 * i) - 1);
    const codes = { latent: 4, means, logVars };
    const parts = await decomposeKl(codes, 3000, 2, breathe);
    const kl = means.reduce((sum, mean, i) => sum + (mean ** 2 + Math.exp(logVars[i]) - logVars[i] - 1) / 2, 0) / 50;
    const all = Object.values(parts);
    const value = all.reduce((sum, part) => sum + part.value, 0);
    const error = Math.hypot(...all.map((part) => part.error!));
    assert.ok(Math.abs(value - kl) < 5 * error, `${value} ± ${error} for ${kl}`);
    assert.deepEqual(await decomposeKl(codes, 100, 2, breathe), await decomposeKl(codes, 100, 2, breathe));
    assert.notDeepEqual(await decomposeKl(codes, 100, 2, breathe), await decomposeKl(codes, 100, 3, breathe));
  });
});
