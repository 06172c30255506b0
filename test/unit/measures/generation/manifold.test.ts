import assert from 'node:assert/strict';
import { densityCoverage } from '../../../../src/measures/generation/density-coverage';
import { precisionRecall } from '../../../../src/measures/generation/precision-recall';
import { fillNormal, random } from '../../../../src/random';
import { near } from '../near';
import { weylPoints } from '../weyl';

// By the formulas of the papers in NumPy, in float64, with scikit-learn's neighbours.
const data = weylPoints(40, 3);
const samples = weylPoints(30, 3, 0.55, 0.8);
const normal = (n: number, seed: number, mean = 0) => ({
  values: fillNormal(new Float32Array(n * 2), random(seed)).map((value) => value + mean),
  dims: 2,
});

describe('precision and recall', () => {
  it('are those of the paper', async () => {
    const { precision, recall } = await precisionRecall(data, samples);
    near(precision.value, 17 / 30);
    near(recall.value, 10 / 40);
    near(precision.error ?? 0, Math.sqrt(((17 / 30) * (13 / 30)) / 30));
    assert.equal(recall.n, 40);
  });

  it('are exchanged with data and samples, and tell a mode that is left out from one that is made up', async () => {
    const swapped = await precisionRecall(samples, data);
    near(swapped.precision.value, 10 / 40);
    near(swapped.recall.value, 17 / 30);
    const two = { values: Float32Array.of(...normal(100, 1).values, ...normal(100, 2, 20).values), dims: 2 };
    const one = await precisionRecall(two, normal(200, 3));
    assert.ok(one.precision.value > 0.9 && one.recall.value < 0.55);
  });

  it('refuse as few points as neighbours', async () => {
    await assert.rejects(precisionRecall(weylPoints(3, 2), samples), RangeError);
  });
});

describe('density and coverage', () => {
  it('are those of the paper', async () => {
    const { density, coverage } = await densityCoverage(data, samples);
    near(density.value, 0.5066666666666666);
    near(coverage.value, 12 / 40);
  });

  it('are 1, and 1 - 2^-k, of samples like the data', async () => {
    const { density, coverage } = await densityCoverage(normal(1500, 4), normal(1500, 5));
    near(density.value, 1, 4 * (density.error ?? 0) + 0.02);
    near(coverage.value, 1 - 0.5 ** 5, 4 * (coverage.error ?? 0));
  });
});
