import assert from 'node:assert/strict';
import { mostFrequent } from '../../../webview/data/most-frequent';

describe('The most frequent categories', () => {
  it('are all of few, in their order', () => {
    assert.deepEqual(mostFrequent(Int32Array.of(1, 0, 5, 3), 3), [0, 2, 3]);
    assert.deepEqual(mostFrequent(Int32Array.of(0, 0), 3), []);
  });

  it('are the first by count where there are more', () => {
    assert.deepEqual(mostFrequent(Int32Array.of(1, 4, 5, 3, 9, 0, 4), 3), [4, 2, 1]);
  });

  it('of a million are found in one pass', () => {
    const counts = new Int32Array(1_000_000).fill(1);
    counts[700_000] = 3;
    counts[5] = 2;
    assert.deepEqual(mostFrequent(counts, 3), [700_000, 5, 0]);
  });
});
