import assert from 'node:assert/strict';
import { firstEqual, nearDuplicates } from '../../../../src/exploration/failures/duplicates';
import { outerFence, quartilesOf, standardised } from '../../../../src/exploration/failures/far-out';
import { generalisationGap } from '../../../../src/exploration/failures/generalisation-gap';
import { inputDistance } from '../../../../src/exploration/inputs';
import { exactNeighbours } from '../../../../src/layout/neighbours';
import { fillNormal, random } from '../../../../src/random';

const rest = async () => undefined;

describe('Duplicates', () => {
  it('are told by all of their numbers', async () => {
    const values = Float32Array.of(1, 2, 1, 3, 1, 2, 2, 1, 1, 2);
    assert.deepEqual([...(await firstEqual({ values, width: 2, areSymbols: false }, rest))], [0, 1, 0, 3, 0]);
    const bytes = Uint8Array.of(7, 7, 0, 7);
    assert.deepEqual([...(await firstEqual({ values: bytes, width: 1, areSymbols: false }, rest))], [0, 0, 2, 0]);
  });

  it('that are near are those put there, and near in the data and in the codes', async () => {
    const [count, width] = [400, 20];
    const values = fillNormal(new Float32Array(count * width), random(3));
    const means = values.filter((_, i) => i % width < 4);
    const copy = (of: number, to: number, noise: number, inCodes: boolean) => {
      for (let j = 0; j < width; j++) values[to * width + j] = values[of * width + j] + noise * Math.sin(j);
      for (let j = 0; j < 4; j++) means[to * 4 + j] = inCodes ? values[to * width + j] : means[to * 4 + j];
    };
    copy(10, 20, 0.02, true);
    copy(30, 40, 0.05, true);
    // Near in the data alone, and near in the codes alone.
    copy(50, 60, 0.02, false);
    for (let j = 0; j < 4; j++) means[80 * 4 + j] = means[70 * 4 + j] + 1e-3;
    const neighbours = await exactNeighbours({ values: means, dims: 4 }, 15);
    const found = await nearDuplicates({ values, width, areSymbols: false }, neighbours, rest);
    const near = [...found.ratios.keys()].filter((i) => found.ratios[i] < 0.25);
    assert.deepEqual(near, [10, 20, 30, 40]);
    assert.deepEqual(
      near.map((i) => found.others[i]),
      [20, 10, 40, 30],
    );
    assert.ok(found.ratios[10] < found.ratios[30], 'the nearer, the lower');
  });

  it('of text are as far apart as they have other characters, of bytes as pixels from 0 to 1', () => {
    const text = { values: Uint8Array.of(5, 9, 200, 2, 6, 9, 7, 2), width: 4, areSymbols: true };
    assert.equal(inputDistance(text, 0, 1), Math.SQRT2);
    assert.equal(inputDistance({ values: Uint8Array.of(0, 255), width: 1, areSymbols: false }, 0, 1), 1);
  });

  it('are none of a single example', async () => {
    const single = { values: Float32Array.of(1, 2), width: 2, areSymbols: false };
    assert.deepEqual([...(await firstEqual(single, rest))], [0]);
    const alone = { k: 1, indices: Int32Array.of(-1), distances: Float32Array.of(Number.POSITIVE_INFINITY) };
    const { others, ratios } = await nearDuplicates(single, alone, rest);
    assert.deepEqual([[...others], Number.isNaN(ratios[0])], [[-1], true]);
  });
});

describe('What is far out', () => {
  it('is so by the quartiles, as NumPy has them', () => {
    const usual = quartilesOf(Float32Array.of(3, 1, 4, 1, 5, 9, 2, 6, Number.NaN));
    assert.deepEqual(usual, { low: 1.75, median: 3.5, high: 5.25 });
    assert.equal(outerFence(usual!), 5.25 + 3 * 3.5);
    assert.deepEqual([...standardised(Float32Array.of(1, 2, 3, 4, 5))], [-1, -0.5, 0, 0.5, 1]);
  });

  it('is nothing of one number, of none, and where all are the same', () => {
    assert.equal(quartilesOf(Float32Array.of(Number.NaN)), null);
    assert.ok(!(7 > outerFence(quartilesOf(Float32Array.of(7))!)));
    assert.deepEqual([...standardised(Float32Array.of(2, 2, 2))], [0, 0, 0]);
  });
});

describe('The gap to validation', () => {
  it('is to the training examples among the nearest codes', () => {
    const neighbours = { k: 2, indices: Int32Array.of(1, 2, 0, 2, 0, 1, 1, 2), distances: new Float32Array(8) };
    // The third and fourth are held out; the third has both others, the fourth the second alone.
    const gaps = generalisationGap(Float32Array.of(10, 20, 40, 25), neighbours, Int32Array.of(2, 3));
    assert.deepEqual([...gaps], [Number.NaN, Number.NaN, 25, 5]);
  });

  it('is not there where no training example is near', () => {
    const neighbours = { k: 1, indices: Int32Array.of(1, 0, -1), distances: new Float32Array(3) };
    assert.deepEqual(
      [...generalisationGap(Float32Array.of(1, 2, 3), neighbours, Int32Array.of(0, 1, 2))],
      [Number.NaN, Number.NaN, Number.NaN],
    );
  });
});
