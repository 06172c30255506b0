import assert from 'node:assert/strict';
import { Bits } from '../../../webview/data/bits';

describe('sets of examples', () => {
  for (const length of [0, 1, 31, 32, 33, 1000]) {
    it(`of ${length} agree with arrays of booleans in every operation`, () => {
      const third = Bits.where(length, (index) => index % 3 === 0);
      const late = Bits.where(length, (index) => index > 20);
      const expect = (bits: Bits, holds: (index: number) => boolean) => {
        const indices = Array.from({ length }, (_, index) => index).filter(holds);
        assert.deepEqual([...bits.indices()], indices);
        assert.equal(bits.count, indices.length);
        assert.equal(bits.empty, indices.length === 0);
        for (let index = 0; index < length + 40; index++) assert.equal(bits.has(index), indices.includes(index));
        assert.ok(bits.equals(Bits.of(length, indices)));
      };
      expect(Bits.none(length), () => false);
      expect(Bits.all(length), () => true);
      expect(third, (index) => index % 3 === 0);
      expect(third.not(), (index) => index % 3 !== 0);
      expect(third.and(late), (index) => index % 3 === 0 && index > 20);
      expect(third.or(late), (index) => index % 3 === 0 || index > 20);
      expect(third.without(late), (index) => index % 3 === 0 && index <= 20);
    });
  }

  it('are those with values in a range, or with a 1 in a table', () => {
    const values = Float32Array.from({ length: 70 }, (_, index) => (index === 40 ? Number.NaN : (index % 5) - 1));
    const where = (holds: (value: number) => boolean) => [...Bits.where(70, (index) => holds(values[index])).indices()];
    const between = (from: number, to: number) => [...Bits.between(values, from, to).indices()];
    assert.deepEqual(
      between(0, 1),
      where((value) => value === 0 || value === 1),
    );
    assert.deepEqual(
      between(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
      where((value) => !Number.isNaN(value)),
    );
    const table = Uint8Array.of(1, 0, 1);
    const listed = (elsewhere: number) => [...Bits.listed(values, table, elsewhere).indices()];
    assert.deepEqual(
      listed(0),
      where((value) => value === 0 || value === 2),
    );
    assert.deepEqual(
      listed(1),
      where((value) => value !== 1),
    );
  });

  it('leave out what is no example', () => {
    assert.deepEqual([...Bits.of(40, [-1, 3, 40, 1000, 39]).indices()], [3, 39]);
  });

  it('of different sizes are not combined', () => {
    assert.throws(() => Bits.all(3).and(Bits.all(4)), /3 and 4/);
  });
});
