import assert from 'node:assert/strict';
import { compareCodes } from '../../../../src/exploration/compare/compare-codes';
import { fillNormal, random } from '../../../../src/random';
import { bent, moved, waves } from './codes';

const normal = (seed: number, latent = 4, examples = 3000) => ({
  latent,
  means: fillNormal(new Float32Array(examples * latent), random(seed)),
});

describe('compareCodes', () => {
  it('finds codes alike that are turned, mirrored, scaled and moved', async () => {
    const { cka, disparity, distances, overlap } = await compareCodes(waves(3), moved(waves(3)));
    for (const [what, value, expected] of [
      ['CKA', cka, 1],
      ['disparity', disparity, 0],
      ['distances', distances, 1],
      ['overlap', overlap?.value, 1],
    ] as const)
      assert.ok(value != null && Math.abs(value - expected) < 1e-6, `${what} ${value}`);
  });

  it('finds what numpy and scipy find, of latent spaces of other dimensions, too', async () => {
    const near = (value: number | null, expected: number) =>
      assert.ok(value !== null && Math.abs(value - expected) < 1e-6, `${value}, not ${expected}`);
    const { cka, disparity, distances } = await compareCodes(waves(3), bent(3));
    near(cka, 0.8155407464155356);
    near(disparity, 0.3349628518932958);
    near(distances, 0.7855368611655105);
    near((await compareCodes(waves(3), bent(2))).disparity, 0.4976264011488789);
  });

  it('finds nothing in common, beyond chance, between codes that are independent', async () => {
    const { cka, disparity, distances, overlap } = await compareCodes(normal(1), normal(2, 7));
    assert.ok(cka! < 0.01 && disparity! > 0.95 && Math.abs(distances!) < 0.05, `${cka}, ${disparity}, ${distances}`);
    assert.equal(overlap?.chance, 15 / 2999);
    assert.ok(Math.abs(overlap.value - overlap.chance) < 5 * overlap.error, `${overlap.value} ± ${overlap.error}`);
  });

  it('says the same whenever it is asked', async () => {
    assert.deepEqual(await compareCodes(normal(1), normal(2)), await compareCodes(normal(1), normal(2)));
  });

  it('takes all others for neighbours where there are few', async () => {
    const few = ({ latent, means }: ReturnType<typeof waves>) => ({ latent, means: means.slice(0, 4 * latent) });
    const { overlap } = await compareCodes(few(waves(3)), few(bent(2)));
    assert.deepEqual([overlap?.k, overlap?.value, overlap?.chance], [3, 1, 1]);
  });

  it('says nothing of codes that are all at one place, whatever its rounding', async () => {
    const one = { latent: 2, means: Float32Array.from({ length: 80 }, (_, at) => (at % 2 ? 0.1 : 0.7)) };
    const nothing = { examples: 40, cka: null, disparity: null, distances: null, overlap: null };
    assert.deepEqual(await compareCodes(one, waves(3)), nothing);
    assert.deepEqual(await compareCodes(waves(3), one), nothing);
  });

  it('takes three examples at least', async () => {
    const two = { latent: 3, means: new Float32Array(6) };
    await assert.rejects(compareCodes(two, two), RangeError);
  });
});
