import assert from 'node:assert/strict';
import type { Points } from '../../../src/layout/neighbours';
import { trust } from '../../../src/layout/trust';
import { fillNormal, random } from '../../../src/random';

const gaussian = (n: number, dims: number, seed: number): Points => ({
  values: fillNormal(new Float32Array(n * dims), random(seed)),
  dims,
});

/** The others of a point, the nearest first. */
function ranking({ values, dims }: Points, row: number): number[] {
  const at = (point: number) => [...values.subarray(point * dims, (point + 1) * dims)];
  const distance = (point: number) => Math.hypot(...at(point).map((value, j) => value - at(row)[j]));
  return Array.from({ length: values.length / dims }, (_, i) => i)
    .filter((point) => point !== row)
    .sort((a, b) => distance(a) - distance(b));
}

/** As defined: 1 - 2 / (n k (2n - 3k - 1)) sum_i sum_{j in U_k(i)} (r(i, j) - k). */
function trustworthiness(space: Points, layout: Points, k: number): number {
  const n = space.values.length / space.dims;
  let sum = 0;
  for (let row = 0; row < n; row++) {
    const ranks = ranking(space, row);
    for (const point of ranking(layout, row).slice(0, k)) sum += Math.max(0, ranks.indexOf(point) + 1 - k);
  }
  return 1 - (2 / (n * k * (2 * n - 3 * k - 1))) * sum;
}

describe('trust', () => {
  it('is as defined', () => {
    const space = gaussian(60, 5, 1);
    const layout = { values: space.values.filter((_, i) => i % 5 < 2), dims: 2 };
    const found = trust(space, layout, 7);
    assert.ok(Math.abs(found.trustworthiness - trustworthiness(space, layout, 7)) < 1e-12);
    assert.ok(Math.abs(found.continuity - trustworthiness(layout, space, 7)) < 1e-12);
    assert.ok(found.trustworthiness < 0.95);
  });

  it('is 1 for the space itself, and about a half for another', () => {
    const space = gaussian(200, 3, 1);
    assert.deepEqual(trust(space, space, 10), { trustworthiness: 1, continuity: 1 });
    assert.ok(Math.abs(trust(space, gaussian(200, 2, 2), 10).trustworthiness - 0.5) < 0.1);
  });

  it('is estimated from a part of the rows', () => {
    const space = gaussian(600, 4, 1);
    const layout = { values: space.values.filter((_, i) => i % 4 < 2), dims: 2 };
    const [all, part] = [trust(space, layout, 10), trust(space, layout, 10, 200)];
    assert.notEqual(all.trustworthiness, part.trustworthiness);
    assert.ok(Math.abs(all.trustworthiness - part.trustworthiness) < 0.03);
    assert.ok(Math.abs(all.continuity - part.continuity) < 0.03);
  });
});
