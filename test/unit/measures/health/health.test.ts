import assert from 'node:assert/strict';
import { activeUnits } from '../../../../src/measures/health/active-units';
import { calibration } from '../../../../src/measures/health/calibration';
import { codeUsage } from '../../../../src/measures/health/discrete-codes';
import { klByDimension } from '../../../../src/measures/health/kl-by-dimension';
import { memorisation } from '../../../../src/measures/health/memorisation';
import { fillNormal, random } from '../../../../src/random';
import { near } from '../near';
import { pointsOf, weyl } from '../weyl';

const normal = (n: number, seed: number, deviation = 1) =>
  fillNormal(new Float32Array(n), random(seed)).map((value) => deviation * value);

describe('active units', () => {
  it('are those whose mean varies by more than 0.01', () => {
    const { count, variances } = activeUnits(pointsOf(normal(5000, 1), normal(5000, 2, 0.05), new Float32Array(5000)));
    assert.equal(count.value, 1);
    near(count.error ?? 1, 0, 1e-6);
    // The variance of a normal distribution's variance is 2 s^4 / n.
    near(variances[0].value, 1, 4 * Math.sqrt(2 / 5000));
    near(variances[0].error ?? 0, Math.sqrt(2 / 5000), 0.003);
    assert.equal(variances[2].value, 0);
  });

  it('are in doubt near the threshold', () => {
    const doubtful = activeUnits(pointsOf(normal(400, 3, 0.1)));
    assert.ok((doubtful.count.error ?? 0) > 0.1 && (doubtful.count.error ?? 0) <= 0.5);
  });
});

describe('the KL by dimension', () => {
  it('is that of Gaussians, with its error, and tells which have collapsed', () => {
    // Dimension 0: N(1, 1) and N(3, 1), KL 1/2 and 9/2. Dimension 1: N(0, e), KL (e - 2) / 2. Dimension 2: the prior.
    const means = Float32Array.of(1, 0, 0, 3, 0, 0);
    const logVars = Float32Array.of(0, 1, 0, 0, 1, 0);
    const { dimensions, total, collapsed } = klByDimension(means, logVars, 3);
    near(dimensions[0].value, 2.5);
    near(dimensions[0].error ?? 0, 2);
    near(dimensions[1].value, (Math.E - 2) / 2);
    near(dimensions[2].value, 0);
    near(total.value, 2.5 + (Math.E - 2) / 2);
    assert.equal(total.n, 2);
    assert.equal(collapsed, 1);
  });
});

describe('codes in use', () => {
  it('are as many as their perplexity, where they are used alike', () => {
    const { perplexity, dead, codes } = codeUsage([0, 1, 2, 3, 0, 1, 2, 3], 6);
    near(perplexity.value, 4);
    near(perplexity.error ?? 1, 0, 1e-6);
    assert.deepEqual([dead, codes], [2, 6]);
  });

  it('have the perplexity of their shares, with the spread that draws have', () => {
    const next = random(5);
    const found = Array.from(
      { length: 200 },
      () =>
        codeUsage(
          Array.from({ length: 400 }, () => (next() / 2 ** 32 < 0.8 ? 0 : 1)),
          2,
        ).perplexity,
    );
    const wanted = Math.exp(-0.8 * Math.log(0.8) - 0.2 * Math.log(0.2));
    const mean = found.reduce((sum, { value }) => sum + value, 0) / 200;
    near(mean, wanted, 0.01);
    const spread = Math.sqrt(found.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / 199);
    near(found.reduce((sum, { error }) => sum + (error ?? 0), 0) / 200, spread, 0.15 * spread);
  });
});

describe('calibration', () => {
  it('is right of N(0, 1)', () => {
    const { squares, coverage } = calibration(normal(20_000, 6), 2);
    near(squares.value, 1, 4 * (squares.error ?? 0));
    assert.equal(squares.n, 10_000);
    for (const { nominal, found } of coverage) near(found.value, nominal, 4 * (found.error ?? 0));
  });

  it('finds spreads that are too small by half', () => {
    const { squares, coverage } = calibration(normal(20_000, 7, 2), 1);
    near(squares.value, 4, 4 * (squares.error ?? 0));
    // P(|2 Z| < 1.959963984540054) = 0.672989.
    near(coverage[2].found.value, 0.672989, 4 * (coverage[2].found.error ?? 0));
  });

  it('has the errors of examples, whose numbers hang together', () => {
    const each = normal(500, 8);
    const repeated = Float64Array.from({ length: 5000 }, (_, at) => each[Math.floor(at / 10)]);
    near(calibration(repeated, 10).squares.error ?? 0, calibration(each, 1).squares.error ?? 1, 1e-9);
  });
});

describe('memorisation', () => {
  const [u, v] = [weyl(20, 2), weyl(25, 3).map((value) => 0.8 * value)];

  it('has the z score of the Mann-Whitney test', () => {
    // scipy.stats.mannwhitneyu(u, v, method='asymptotic', use_continuity=False): U = 293.
    const { copying, farther } = memorisation({ toTraining: u, toHeldOut: v }, { samples: u, heldOut: v });
    near(copying, 0.9821892140386764);
    near(farther.value, 293 / 500);
  });

  it('is half of the samples where nothing is remembered, and all of copies', () => {
    const random1 = Float64Array.from(normal(1000, 9), Math.abs);
    const random2 = Float64Array.from(normal(1000, 10), Math.abs);
    const none = memorisation({ toTraining: random1, toHeldOut: random2 }, { samples: random1, heldOut: random2 });
    near(none.nearerToTraining.value, 0.5, 4 * (none.nearerToTraining.error ?? 0));
    near(none.farther.value, 0.5, 4 * (none.farther.error ?? 0));
    assert.equal(none.isCopying, false);
    const zeros = new Float64Array(1000);
    const all = memorisation({ toTraining: zeros, toHeldOut: random2 }, { samples: zeros, heldOut: random2 });
    assert.equal(all.nearerToTraining.value, 1);
    assert.equal(all.farther.value, 0);
    assert.ok(all.copying < -30 && all.isCopying);
  });

  it('counts ties for half', () => {
    const same = new Float64Array(10).fill(1);
    const { nearerToTraining, farther, copying } = memorisation(
      { toTraining: same, toHeldOut: same },
      { samples: same, heldOut: same },
    );
    assert.deepEqual([nearerToTraining.value, farther.value, copying], [0.5, 0.5, 0]);
  });
});
