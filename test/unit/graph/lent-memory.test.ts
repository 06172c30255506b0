import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { allocate, allocateFloats } from '../../../src/dataset/bytes/memory';
import { gatherRows, lendRows } from '../../../src/graph/native-operations';
import { chooseBackend } from '../../../src/runtime/backend';

const width = 512;
/** More than 32 MB: less may lie anywhere, as glibc takes it from memory that was freed. */
const bytes = 2 ** 25 + 2 ** 20;

describe('Memory that data are read into', () => {
  before(() => chooseBackend('tensorflow'));

  const cases = {
    bytes: { make: () => allocate(bytes), unit: 255 },
    floats: { make: () => allocateFloats(bytes / 4), unit: 1 },
  };
  for (const [name, { make, unit }] of Object.entries(cases)) {
    it(`is computed with where it is: ${name}`, function () {
      // Elsewhere allocators have other habits, and no native library runs.
      if (process.platform !== 'linux') this.skip();
      const values = make();
      const lent = lendRows(values, width);
      // Only to see that nothing was copied: what is lent must not change.
      values[2 * width + 1] = unit;
      const row = tf.tidy(() => gatherRows(lent, tf.tensor1d([2], 'int32')).dataSync());
      lent.dispose();
      assert.deepEqual([row[0], row[1], row[2]], [0, 1, 0]);
    });
  }

  it('is of the size that is asked for', () => {
    for (const size of [0, 1, 1000, (1 << 20) - 1, 1 << 20, (1 << 20) + 7]) assert.equal(allocate(size).length, size);
  });
});
