import assert from 'node:assert/strict';
import { pack, unpack } from '../../../src/page/pack';

describe('What a page holds, as one piece of bytes', () => {
  it('comes back as it was: words, lists, numbers and arrays of every type', () => {
    const value = {
      words: 'é漢 </script>',
      list: [1, 'two', null, true, { deep: [0.1] }],
      odd: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1e-9, -0],
      bytes: Uint8Array.of(1, 2, 255),
      nothing: new Float32Array(0),
      inner: { floats: Float32Array.of(1.5, Number.NaN, -0), integers: Int32Array.of(-1, 7) },
      more: [Uint32Array.of(2 ** 32 - 1), Float64Array.of(Math.PI)],
    };
    assert.deepEqual(unpack(pack(value)), value);
  });

  it('takes a part of an array, not all of its buffer', () => {
    const part = new Float32Array([1, 2, 3, 4]).subarray(1, 3);
    const bytes = pack({ part });
    assert.deepEqual(unpack(bytes), { part: Float32Array.of(2, 3) });
    assert.ok(bytes.length < 64);
  });

  it('refuses arrays that it would not bring back', () => {
    assert.throws(() => pack([new Int16Array(2)]), /Int16Array/);
  });
});
