import assert from 'node:assert/strict';
import type { ExampleStream } from '../../../src/dataset';
import { trainingExamples } from '../../../src/training/examples';
import { repeatedExamples } from '../../../src/training/repeated-examples';
import { splitExamples } from '../../../src/training/split';
import { StreamedExamples } from '../../../src/training/streamed-examples';
import { barImages } from './builders';

describe('Examples in several passes', () => {
  const split = splitExamples(20, 0.1, 1);
  const examples = trainingExamples(barImages(20), split, { seed: 1, passes: 3 });

  it('have all examples in each pass, in another order each time', async () => {
    assert.equal(examples.count, 54);
    const epoch = examples.epoch(0);
    const passes = await Promise.all([0, 18, 36].map((begin) => epoch.take(begin, begin + 18)));
    for (const { indices } of passes)
      assert.deepEqual(
        [...indices].sort((a, b) => a - b),
        [...split.training],
      );
    assert.equal(new Set(passes.map(({ indices }) => String(indices))).size, 3);
    const next = await examples.epoch(1).take(0, 18);
    assert.ok(passes.every(({ indices }) => String(indices) !== String(next.indices)));
  });

  it('are the same across the end of a pass, wherever a call begins', async () => {
    const whole = await examples.epoch(1).take(0, 54);
    const part = await examples.epoch(1).take(15, 40);
    assert.deepEqual([...part.indices], [...whole.indices.subarray(15, 40)]);
  });

  it('come from disk as from memory', async () => {
    const stream: ExampleStream = {
      examples: 20,
      width: 1,
      bytesPerExample: 4,
      memory: 16,
      placeOf: (index) => index,
      read: async (begin, end) => Float32Array.from({ length: end - begin }, (_, i) => begin + i),
      close: async () => undefined,
    };
    const labels = Float32Array.from({ length: 20 }, (_, i) => i % 3);
    const repeated = repeatedExamples(new StreamedExamples({ stream, labels }, Int32Array.of(3), 1), 2);
    assert.equal(repeated.count, 38);
    const epoch = repeated.epoch(0);
    const seen: number[] = [];
    const told: number[] = [];
    for (let begin = 0; begin < 38; begin += 5) {
      const { rows = [], indices, labels: own = [] } = await epoch.take(begin, Math.min(begin + 5, 38));
      seen.push(...Array.from(indices, (i) => rows[i]));
      told.push(...own);
    }
    await epoch.close();
    assert.deepEqual(
      told,
      seen.map((place) => labels[place]),
    );
    const all = Array.from({ length: 20 }, (_, i) => i).filter((i) => i !== 3);
    for (const pass of [seen.slice(0, 19), seen.slice(19)])
      assert.deepEqual(
        pass.sort((a, b) => a - b),
        all,
      );
  });
});
