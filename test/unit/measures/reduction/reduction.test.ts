import assert from 'node:assert/strict';
import { neighbourOverlap } from '../../../../src/exploration/compare/neighbour-overlap';
import { meanOf } from '../../../../src/measures/estimate';
import { knnAccuracy } from '../../../../src/measures/reduction/knn-accuracy';
import { probeAccuracy } from '../../../../src/measures/reduction/probe-accuracy';
import { shepardCorrelation, somePairs } from '../../../../src/measures/reduction/shepard';
import { Space } from '../../../../src/measures/reduction/space';
import { trustworthiness } from '../../../../src/measures/reduction/trustworthiness';
import { spearman } from '../../../../src/measures/spearman';

const n = 120;
const k = 15;
/** So many of them are learned from. */
const learned = 80;
const { signal } = new AbortController();

/** sin(1 + 1.37 i (j + 1) + 0.1 i^2), 120 x 6. */
const data = Float32Array.from({ length: n * 6 }, (_, at) => {
  const [i, j] = [Math.floor(at / 6), at % 6];
  return Math.sin(1 + 1.37 * i * (j + 1) + 0.1 * i * i);
});
const x = (i: number, j: number) => data[i * 6 + j];
/** (x_0 + x_2^2 / 2, x_1 - x_3 / 4). */
const codes = Float32Array.from({ length: n * 2 }, (_, at) => {
  const i = at >> 1;
  return at % 2 === 0 ? x(i, 0) + 0.5 * x(i, 2) ** 2 : x(i, 1) - 0.25 * x(i, 3);
});
const labels = Int32Array.from({ length: n }, (_, i) => {
  if (x(i, 0) + 0.3 * x(i, 4) > 0.5) return 2;
  return x(i, 1) + 0.5 * x(i, 5) > 0 ? 0 : 1;
});

const space = () => new Space('data', { values: data, dims: 6 });
const reduced = () => new Space('codes', { values: codes, dims: 2 });
const known = { codes: { latent: 2, means: codes.slice(0, 2 * learned) }, numbers: labels.slice(0, learned) };
const asked = { codes: { latent: 2, means: codes.slice(2 * learned) }, numbers: labels.slice(learned) };

function near(actual: number | null, expected: number, tolerance = 1e-6): void {
  assert.ok(actual !== null && Math.abs(actual - expected) <= tolerance, `${actual} for ${expected}`);
}

// Values of scikit-learn 1.9 and SciPy in double precision, of the same numbers.
describe('measures of reduction', () => {
  it('have the trustworthiness and the continuity of scikit-learn', async () => {
    const trusted = await trustworthiness(space(), reduced(), k, signal);
    near(trusted.value, 0.7576861397479955);
    assert.equal(trusted.n, n);
    assert.ok(trusted.error! > 0.001 && trusted.error! < 0.05);
    near((await trustworthiness(reduced(), space(), k, signal)).value, 0.8255670103092784);
    near((await trustworthiness(space(), space(), k, signal)).value, 1);
  });

  it('refuse the trustworthiness of half the points', async () => {
    await assert.rejects(trustworthiness(space(), reduced(), 60, signal), RangeError);
  });

  it('have the overlap of neighbours, and its error', async () => {
    const [a, b] = [await space().neighbours(k, signal), await reduced().neighbours(k, signal)];
    const { value, error } = meanOf(neighbourOverlap(a, b));
    near(value, 0.38388888888888884);
    near(error, 0.012819118768326965);
  });

  it('have the Shepard correlation of SciPy, where all pairs are looked at', () => {
    const { value, n: pairs } = shepardCorrelation(space().points, reduced().points, somePairs(n, 1e5, 1));
    near(value, 0.4857725448074984, 1e-9);
    assert.equal(pairs, (n * (n - 1)) / 2);
  });

  it('have it by random pairs within its error', () => {
    const all = shepardCorrelation(space().points, reduced().points, somePairs(n, 1e5, 1)).value;
    for (const seed of [1, 2, 3]) {
      const { value, error, n: pairs } = shepardCorrelation(space().points, reduced().points, somePairs(n, 2000, seed));
      assert.equal(pairs, 2000);
      assert.ok(Math.abs(value - all) < 3 * error!, `${value} ± ${error} for ${all}`);
      assert.deepEqual(somePairs(n, 2000, seed), somePairs(n, 2000, seed));
    }
  });

  it('have the accuracy of nearest neighbours of scikit-learn', async () => {
    const { value, error } = await knnAccuracy(known, asked, 10, 3, signal);
    near(value, 0.75);
    near(error, Math.sqrt((value * (1 - value)) / (n - learned)));
    await assert.rejects(knnAccuracy(known, asked, learned + 1, 3, signal), RangeError);
  });

  it('have the accuracy of a logistic regression of scikit-learn', async () => {
    near((await probeAccuracy(known, asked, 3, signal)).value, 0.8);
  });

  it('are called off', async () => {
    const stop = AbortSignal.abort(new Error('called off'));
    await assert.rejects(space().neighbours(k, stop), /called off/);
    await assert.rejects(probeAccuracy(known, asked, 3, stop), /called off/);
  });
});

describe('spearman', () => {
  it('gives equal values the mean of their ranks, as SciPy does', () => {
    const [a, b] = [
      [1, 2, 2, 3, 5, 5, 5, 9],
      [3, 1, 4, 4, 2, 8, 7, 8],
    ].map((values) => Float64Array.from(values));
    near(spearman(a, b), 0.639862645418174, 1e-12);
  });

  it('says nothing where all values are the same', () => {
    assert.ok(Number.isNaN(spearman(new Float64Array(4), Float64Array.of(1, 2, 3, 4))));
  });
});
