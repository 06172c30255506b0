import assert from 'node:assert/strict';
import { judgedExamples } from '../../../src/training/binarised';
import type { Stretches } from '../../../src/training/stretches';
import { barImages } from './builders';

const examples = 600;
const dataset = {
  ...barImages(examples),
  values: Uint8Array.from({ length: examples * 16 }, (_, i) => [0, 51, 204, 255][i % 4]),
};

/** All pixels that are drawn, in the order of the examples. */
async function drawn(stretches: Stretches, batch: number, seed = 1): Promise<number[]> {
  const all: number[] = [];
  for await (const { begin, indices, rows } of judgedExamples(
    dataset,
    stretches,
    batch,
    { beta: 1, warmUpEpochs: 0, freeBits: 0, binarised: true },
    seed,
  )) {
    assert.equal(begin * 16, all.length);
    for (const index of indices) all.push(...(rows ?? []).slice(index * 16, (index + 1) * 16));
  }
  return all;
}

const indices = (begin: number, end: number) => Int32Array.from({ length: end - begin }, (_, i) => begin + i);

describe('Examples to judge by of binarised pixels', () => {
  it('are black or white, as often white as they are bright', async () => {
    const pixels = await drawn([{ begin: 0, indices: indices(0, examples) }], 64);
    assert.equal(pixels.length, examples * 16);
    assert.ok(pixels.every((pixel) => pixel === 0 || pixel === 255));
    for (const [place, share] of [0, 0.2, 0.8, 1].entries()) {
      const own = pixels.filter((_, i) => i % 4 === place);
      const white = own.filter((pixel) => pixel === 255).length / own.length;
      // Four standard deviations of 2400 draws.
      assert.ok(Math.abs(white - share) <= 4 * Math.sqrt((share * (1 - share)) / own.length), `${white} of ${share}`);
    }
  });

  it('are the same for every question, by the seed and their places alone', async () => {
    const whole = await drawn([{ begin: 0, indices: indices(0, examples) }], 64);
    const two = [
      { begin: 0, indices: indices(0, 400) },
      { begin: 400, indices: indices(400, examples) },
    ];
    assert.deepEqual(await drawn(two, 10), whole);
    assert.notDeepEqual(await drawn(two, 10, 2), whole);
  });

  it('are those that are given where pixels are shades', () => {
    const stretches = [{ begin: 0, indices: indices(0, 3) }];
    assert.equal(judgedExamples(dataset, stretches, 10, { beta: 1, warmUpEpochs: 0, freeBits: 0 }, 1), stretches);
  });
});
