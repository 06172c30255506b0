import assert from 'node:assert/strict';
import { crossProducts } from '../../../../src/exploration/compare/cross-products';
import { distanceAgreement } from '../../../../src/exploration/compare/distance-agreement';
import { linearCka } from '../../../../src/exploration/compare/linear-cka';
import { meanOverlap, neighbourOverlap } from '../../../../src/exploration/compare/neighbour-overlap';
import type { Codes } from '../../../../src/exploration/projection';
import { exactNeighbours } from '../../../../src/layout/neighbours';
import { bent, moved, waves } from './codes';

function near(actual: number | null | undefined, expected: number, tolerance: number, what = ''): void {
  assert.ok(actual != null && Math.abs(actual - expected) <= tolerance, `${what} ${actual}, not ${expected}`);
}

const neighbours = ({ means, latent }: Codes) => exactNeighbours({ values: means, dims: latent }, 5);
const flat: Codes = { latent: 3, means: new Float32Array(120) };

describe('linear CKA', () => {
  it('is 1 of codes that are turned, mirrored, scaled and moved', () => {
    near(linearCka(crossProducts(waves(3), moved(waves(3)))), 1, 1e-6);
  });

  // By the Gram matrices of numpy: <HKH, HLH> / (||HKH|| ||HLH||).
  for (const { latent, expected } of [
    { latent: 2, expected: 0.7905404236885577 },
    { latent: 3, expected: 0.8155407464155356 },
  ] as const) {
    it(`is what the Gram matrices of the examples say, 3 dimensions beside ${latent}`, () => {
      near(linearCka(crossProducts(waves(3), bent(latent))), expected, 1e-7);
      near(linearCka(crossProducts(bent(latent), waves(3))), expected, 1e-7, 'the other way round');
    });
  }

  it('says nothing of codes that are all alike', () => {
    assert.equal(linearCka(crossProducts(waves(3), flat)), null);
  });

  it('takes codes of equally many examples only', () => {
    assert.throws(() => crossProducts(waves(3), { latent: 3, means: new Float32Array(9) }), RangeError);
  });
});

describe('overlap of neighbours', () => {
  it('is 1 of codes that are turned, mirrored, scaled and moved', async () => {
    const shares = neighbourOverlap(await neighbours(waves(3)), await neighbours(moved(waves(3))));
    assert.deepEqual(
      [...shares],
      Array.from({ length: 40 }, () => 1),
    );
    assert.deepEqual(meanOverlap(shares), { value: 1, error: 0 });
  });

  it('is what scikit-learn finds', async () => {
    const shares = neighbourOverlap(await neighbours(waves(3)), await neighbours(bent(3)));
    for (const [at, expected] of [0.6, 0.4, 0.6, 0.6, 0.6, 0.6].entries()) near(shares[at], expected, 1e-6, `of ${at}`);
    const { value, error } = meanOverlap(shares)!;
    near(value, 0.55, 1e-6);
    near(error, 0.036338861023879385, 1e-6);
  });

  it('does not count neighbours that are none, and says nothing of an example that has none', () => {
    const one = { k: 2, indices: Int32Array.of(1, -1, 0, 2, -1, -1), distances: new Float32Array(6) };
    const other = { k: 2, indices: Int32Array.of(1, -1, 2, 0, -1, -1), distances: new Float32Array(6) };
    assert.deepEqual([...neighbourOverlap(one, other)], [0.5, 1, Number.NaN]);
    near(meanOverlap(neighbourOverlap(one, other))?.value, 0.75, 0);
    assert.equal(meanOverlap(Float32Array.of(Number.NaN)), null);
  });
});

describe('agreement of distances', () => {
  it('is 1 of codes that are turned, mirrored, scaled and moved', () => {
    near(distanceAgreement(waves(3), moved(waves(3))), 1, 1e-9);
  });

  it('is the correlation that numpy finds between all distances', () => {
    near(distanceAgreement(waves(3), bent(3)), 0.7855368611655105, 1e-7);
  });

  it('says nothing of codes that are all alike', () => {
    assert.equal(distanceAgreement(waves(3), flat), null);
  });
});
