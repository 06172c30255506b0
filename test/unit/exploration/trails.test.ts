import assert from 'node:assert/strict';
import { setOf } from '../../../src/exploration/example-set';
import { trailsOf } from '../../../src/exploration/trails';
import { trailLimit } from '../../../src/protocol/trails';

/** Example i is at (epoch, i, 0). */
const placesAt = (examples: number) => (epoch: number) =>
  Float32Array.from({ length: 3 * examples }, (_, at) => [epoch, Math.floor(at / 3), 0][at % 3]);

describe('trails', () => {
  it('are the places of each example at each epoch, as they are asked for', async () => {
    const { indices, epochs, places } = await trailsOf({ of: setOf([4, 1], 6), epochs: [3, 5, 9] }, 6, async (epoch) =>
      placesAt(6)(epoch),
    );
    assert.deepEqual(
      [[...indices], epochs],
      [
        [1, 4],
        [3, 5, 9],
      ],
    );
    assert.deepEqual([...places], [3, 1, 0, 3, 4, 0, 5, 1, 0, 5, 4, 0, 9, 1, 0, 9, 4, 0]);
  });

  it('are so many that a frame can draw them, evenly spread over the examples', async () => {
    assert.deepEqual([1, 2, 9, 17, 33].map(trailLimit), [2000, 2000, 2000, 1000, 500]);
    const examples = 6000;
    const of = setOf(
      Array.from({ length: examples }, (_, i) => i).filter((i) => i % 2 === 0),
      examples,
    );
    const { indices } = await trailsOf({ of, epochs: [0, 1] }, examples, placesAt(examples));
    assert.equal(indices.length, 2000);
    const inEachTenth = Array.from(
      { length: 10 },
      (_, tenth) => indices.filter((index) => Math.floor((10 * index) / examples) === tenth).length,
    );
    assert.deepEqual(inEachTenth, Array(10).fill(200));
    assert.ok(indices.every((index, i) => index % 2 === 0 && (i === 0 || index > indices[i - 1])));
  });

  it('are not gone on with once they are called off', async () => {
    const abort = new AbortController();
    const looked: number[] = [];
    const look = (epoch: number) => {
      looked.push(epoch);
      abort.abort(new Error('called off'));
      return placesAt(3)(epoch);
    };
    const trails = trailsOf({ of: setOf([1], 3), epochs: [1, 2] }, 3, look, abort.signal);
    await assert.rejects(trails, /called off/);
    assert.deepEqual(looked, [1]);
  });
});
