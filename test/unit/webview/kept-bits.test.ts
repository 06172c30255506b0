import assert from 'node:assert/strict';
import * as v from 'valibot';
import { Bits } from '../../../webview/data/bits';
import { BitsOfKept, keepBits } from '../../../webview/data/kept-bits';

describe('a kept set of examples', () => {
  it('comes back, whatever its size', () => {
    for (const length of [0, 1, 31, 32, 33, 64, 5000, 100_001]) {
      for (const step of [1, 2, 7, 900]) {
        const bits = Bits.where(length, (index) => Math.floor(index / step) % 2 === 0);
        const back = v.parse(BitsOfKept, JSON.parse(JSON.stringify(keepBits(bits))));
        assert.ok(back.equals(bits), `${length} by ${step}`);
      }
    }
  });

  it('is short: ranges where they are few, bits where they are many', () => {
    assert.deepEqual(keepBits(Bits.of(1_000_000, [3, 4, 5, 999_999])), {
      length: 1_000_000,
      ranges: [3, 5, 999_999, 999_999],
    });
    const half = JSON.stringify(keepBits(Bits.where(1_000_000, (index) => index % 2 === 0)));
    assert.ok(half.length < 170_000, String(half.length));
  });

  it('is refused where it is none', () => {
    const bad = [
      { length: 10, ranges: [3] },
      { length: 10, ranges: [3, 10] },
      { length: 10, ranges: [5, 3] },
      { length: 10, ranges: [1, 4, 4, 5] },
      { length: 10, ranges: [-1, 4] },
      { length: 1e300, ranges: [0, 1] },
      { length: 64, bits: 'AAAA' },
      { length: 32, bits: 'no base64!' },
      { length: 10 },
    ];
    for (const kept of bad) assert.equal(v.safeParse(BitsOfKept, kept).success, false, JSON.stringify(kept));
  });

  it('has no bits beyond its length', () => {
    const kept = { length: 3, bits: btoa('\xff\xff\xff\xff') };
    assert.equal(v.parse(BitsOfKept, kept).count, 3);
  });
});
