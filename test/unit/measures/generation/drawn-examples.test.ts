import assert from 'node:assert/strict';
import type { Encoding } from '../../../../src/dataset';
import { drawnExamples } from '../../../../src/measures/generation/drawn-examples';
import { writtenTexts } from '../../../../src/measures/generation/written-texts';
import { numericFeatures } from '../../../../src/measures/numeric-features';
import { near } from '../near';

const columns: Encoding = {
  kind: 'columns',
  columns: [
    { name: 'a', type: 'numeric', mean: 0, deviation: 1 },
    { name: 'b', type: 'category', categories: ['x', 'y', 'z'] },
    { name: 'c', type: 'numeric', mean: 0, deviation: 1 },
  ],
};
const count = 4000;
const samples = async () => ({
  codes: new Float32Array(count),
  examples: Float32Array.from({ length: count * 5 }, (_, at) => [3, 0.2, 0.5, 0.3, -1][at % 5]),
});

describe('draws from p(x|z)', () => {
  it('have one category by its probability, and numbers with the noise of the likelihood', async () => {
    const logVariances = Float32Array.of(Math.log(4), 0, 0, 0, Math.log(0.25));
    const { values, dims } = await drawnExamples({ samples, encoding: columns, logVariances, seed: 1 }, count);
    assert.equal(dims, 5);
    const of = (j: number) => values.filter((_, at) => at % 5 === j);
    const moments = (own: Float32Array) => {
      const mean = own.reduce((sum, value) => sum + value, 0) / count;
      return [mean, Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count)];
    };
    for (const [j, mean, deviation] of [
      [0, 3, 2],
      [4, -1, 0.5],
    ]) {
      const [found, spread] = moments(of(j));
      near(found, mean, 4 * (deviation / Math.sqrt(count)));
      near(spread, deviation, 0.05 * deviation);
    }
    for (const [j, share] of [
      [1, 0.2],
      [2, 0.5],
      [3, 0.3],
    ]) {
      assert.ok(of(j).every((value) => value === 0 || value === 1));
      near(moments(of(j))[0], share, 4 * Math.sqrt((share * (1 - share)) / count));
    }
    for (let at = 0; at < values.length; at += 5) assert.equal(values[at + 1] + values[at + 2] + values[at + 3], 1);
  });

  it('are means of numbers where the likelihood is no Gaussian, and of pixels', async () => {
    const plain = await drawnExamples({ samples, encoding: columns, logVariances: null, seed: 1 }, count);
    assert.ok(plain.values.every((value, at) => at % 5 !== 0 || value === 3));
    const pixels: Encoding = { kind: 'pixels', shape: [1, 5, 1], offset: 0, scale: 1 };
    const drawn = await drawnExamples({ samples, encoding: pixels, logVariances: new Float32Array(5), seed: 1 }, count);
    assert.deepEqual(drawn.values, (await samples()).examples);
  });

  it('of text are the likeliest symbols, up to the padding', () => {
    const symbols = [
      [0, 0.1, 0.9],
      [0.1, 0.6, 0.3],
      [0.8, 0.1, 0.1],
      [0, 1, 0],
    ].flat();
    assert.deepEqual(writtenTexts(Float32Array.from([...symbols, ...symbols]), [4, 3]), [
      [2, 1],
      [2, 1],
    ]);
  });
});

describe('features that are amounts', () => {
  it('are all but those of categories', () => {
    assert.deepEqual([...numericFeatures(columns, 5)], [0, 4]);
    assert.deepEqual([...numericFeatures({ kind: 'pixels', shape: [1, 2, 1], offset: 0, scale: 1 }, 2)], [0, 1]);
  });
});
