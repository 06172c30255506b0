import assert from 'node:assert/strict';
import { random } from '../../../src/random';
import { augmentedExamples, augmentRows } from '../../../src/training/augmentation';
import { trainingExamples } from '../../../src/training/examples';
import { splitExamples } from '../../../src/training/split';
import { barImages } from './builders';

const shape = [2, 3, 2];
/** Two images; the tens are the place, the ones the channel. */
const images = Uint8Array.from([10, 11, 20, 21, 30, 31, 40, 41, 50, 51, 60, 61, ...new Array(12).fill(7)]);
const mirrored = [30, 31, 20, 21, 10, 11, 60, 61, 50, 51, 40, 41];

describe('Augmentation', () => {
  it('mirrors half of the images left to right, channels kept together, and leaves the others as they are', () => {
    const copies = augmentRows(images, new Int32Array(1000), shape, { flip: true }, (i) => random(1, i));
    let flipped = 0;
    for (let i = 0; i < 1000; i++) {
      const copy = [...copies.subarray(12 * i, 12 * i + 12)];
      const isMirrored = copy[0] === 30;
      assert.deepEqual(copy, isMirrored ? mirrored : [...images.subarray(0, 12)]);
      if (isMirrored) flipped++;
    }
    assert.ok(Math.abs(flipped - 500) < 50, String(flipped));
  });

  it('moves images by every distance up to the given one, and repeats the pixels at the edge', () => {
    const seen = new Set<string>();
    const copies = augmentRows(images, new Int32Array(500), shape, { shift: 1 }, (i) => random(2, i));
    for (let i = 0; i < 500; i++) seen.add([...copies.subarray(12 * i, 12 * i + 12)].join(' '));
    assert.equal(seen.size, 9);
    assert.ok(seen.has([...images.subarray(0, 12)].join(' ')));
    // One down, one to the right: the first row and column twice.
    assert.ok(seen.has([10, 11, 10, 11, 20, 21, 10, 11, 10, 11, 20, 21].join(' ')));
  });

  it('keeps bytes bytes and numbers numbers, and the rows that it was given', () => {
    const before = Uint8Array.from(images);
    const chosen = augmentRows(images, [1, 0], shape, {}, () => random(1));
    assert.deepEqual(chosen, Uint8Array.from([...images.subarray(12), ...images.subarray(0, 12)]));
    const numbers = augmentRows(
      Float32Array.from(images, (x) => x / 2),
      [0],
      shape,
      {},
      () => random(1),
    );
    assert.deepEqual(
      numbers,
      Float32Array.from(images.subarray(0, 12), (x) => x / 2),
    );
    augmentRows(images, [0, 1], shape, { flip: true, shift: 1 }, (i) => random(3, i));
    assert.deepEqual(images, before);
  });

  it('gives an example the same change wherever a call begins, and another in each epoch', async () => {
    const dataset = barImages(50);
    const split = splitExamples(50, 0, 1);
    const examples = trainingExamples(dataset, split, { seed: 4, augment: { flip: true, shift: 1 } });
    const whole = await examples.epoch(2).take(0, 50);
    const part = await examples.epoch(2).take(20, 30);
    assert.deepEqual(part.rows, whole.rows?.slice(20 * 16, 30 * 16));
    const plain = trainingExamples(dataset, split, { seed: 4 });
    const same = augmentedExamples({ count: 50, epoch: () => plain.epoch(2) }, dataset, { shift: 1 }, 4);
    const [second, third] = await Promise.all([2, 3].map((epoch) => same.epoch(epoch).take(0, 50)));
    assert.notDeepEqual(second.rows, third.rows);
  });
});
