import assert from 'node:assert/strict';
import { fitCurve } from '../../../src/layout/umap-curve';

describe('fitCurve', () => {
  it('finds the values known for the usual distance and spread', () => {
    const { a, b } = fitCurve(0.1, 1);
    assert.ok(Math.abs(a - 1.57694) < 1e-3, `a is ${a}`);
    assert.ok(Math.abs(b - 0.8951) < 1e-3, `b is ${b}`);
  });
});
