import assert from 'node:assert/strict';
import { minimise } from '../../../../src/exploration/failures/accelerated-descent';
import { fitProbe } from '../../../../src/exploration/failures/logistic-probe';

const rows = 60;
const rest = async () => undefined;

/** Three classes that overlap, one dimension ten times as wide as the others. */
function example() {
  const means = new Float32Array(3 * rows);
  const labels = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const x = [Math.sin(1.7 * i), 10 * Math.cos(0.9 * i) + 3, Math.sin(0.31 * i * i)];
    means.set(x, 3 * i);
    labels[i] = Number(x[0] + 0.3 * Math.sin(5 * i) > 0) + Number(x[2] > 0.2);
  }
  return { codes: { latent: 3, means }, labels };
}

describe('A logistic probe', () => {
  it('has the probabilities of scikit-learn on standardised codes', async () => {
    const { codes, labels } = example();
    const found = (await fitProbe(codes, labels, 3, rest)).probabilities(codes);
    // LogisticRegression(C=1, tol=1e-10).fit((X - mean) / std, y).predict_proba of scikit-learn.
    const expected: Record<number, readonly number[]> = {
      0: [0.180785, 0.735919, 0.083296],
      7: [0.320401, 0.629547, 0.050052],
      31: [0.00348, 0.233789, 0.76273],
    };
    for (const [row, of] of Object.entries(expected)) {
      for (const [j, p] of of.entries()) assert.ok(Math.abs(found[3 * Number(row) + j] - p) < 2e-3, `${row}, ${j}`);
    }
  });

  it('is the same each time', async () => {
    const { codes, labels } = example();
    const [one, other] = [await fitProbe(codes, labels, 3, rest), await fitProbe(codes, labels, 3, rest)];
    assert.deepEqual(one.probabilities(codes), other.probabilities(codes));
  });

  it('takes a dimension that is always the same, and classes that nothing tells apart', async () => {
    const means = Float32Array.from({ length: 40 }, (_, i) => (i % 2 ? 5 : Math.floor(i / 4)));
    const labels = Int32Array.from({ length: 20 }, (_, i) => i % 2);
    const found = (await fitProbe({ latent: 2, means }, labels, 2, rest)).probabilities({ latent: 2, means });
    assert.ok(found.every((p) => p > 0.3 && p < 0.7));
  });

  it('is called off by whoever gives it its turns', async () => {
    const { codes, labels } = example();
    await assert.rejects(
      fitProbe(codes, labels, 3, async () => {
        throw new Error('enough');
      }),
      /enough/,
    );
  });
});

describe('Accelerated descent', () => {
  it('finds the lowest place of a narrow valley', async () => {
    // 1/2 (x^2 + 100 (y - 3)^2)
    const gradient = ([x, y]: Float64Array) => Float64Array.of(x, 100 * (y - 3));
    const limits = { tolerance: 1e-8, steps: 1000, breathe: rest };
    const [x, y] = await minimise({ gradient, smoothness: 100 }, Float64Array.of(50, -20), limits);
    assert.ok(Math.abs(x) < 1e-6 && Math.abs(y - 3) < 1e-6, `${x}, ${y}`);
  });
});
