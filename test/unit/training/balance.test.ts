import assert from 'node:assert/strict';
import fc from 'fast-check';
import { balancedOrder } from '../../../src/training/balance';

const range = (count: number) => Int32Array.from({ length: count }, (_, i) => i);
const times = (order: Int32Array, of: (index: number) => boolean) => order.filter(of).length;

describe('balancedOrder', () => {
  // 80 of a, 15 of b, 5 of c.
  const values = Float32Array.from({ length: 100 }, (_, i) => (i < 80 ? 0 : i < 95 ? 1 : 2));
  const drawn = (balance: number, epoch = 0) => balancedOrder(range(100), { values }, balance, 7, epoch);

  it('takes each example once where labels are as they are', () => {
    assert.deepEqual(
      [...drawn(0)].sort((a, b) => a - b),
      [...range(100)],
    );
    assert.notDeepEqual(drawn(0), range(100));
  });

  it('takes all labels equally often, and of a label no example much more often than another', () => {
    const order = drawn(1);
    const counts = [0, 1, 2].map((label) => times(order, (index) => values[index] === label));
    for (const count of counts) assert.ok(Math.abs(count - 100 / 3) < 1, `${counts}`);
    for (const [label, expected] of [
      [0, 100 / 3 / 80],
      [1, 100 / 3 / 15],
      [2, 100 / 3 / 5],
    ]) {
      for (const index of range(100).filter((own) => values[own] === label)) {
        assert.ok(Math.abs(times(order, (own) => own === index) - expected) < 1);
      }
    }
  });

  it('goes by the square root of how many there are at one half', () => {
    const roots = [80, 15, 5].map(Math.sqrt);
    const sum = roots[0] + roots[1] + roots[2];
    for (const [label, root] of roots.entries()) {
      const count = times(drawn(0.5), (index) => values[index] === label);
      assert.ok(Math.abs(count - (100 * root) / sum) < 1, `${count}`);
    }
  });

  it('draws others in another epoch, by the seed alone, from the examples that it is given', () => {
    assert.deepEqual(drawn(1), drawn(1));
    assert.notDeepEqual(drawn(1), drawn(1, 1));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(99), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (some, b) => {
          const order = balancedOrder(Int32Array.from(some), { values }, b, 1, 2);
          assert.equal(order.length, some.length);
          assert.ok(order.every((index) => some.includes(index)));
        },
      ),
    );
  });

  it('takes what has no label as a label of its own', () => {
    const without = Float32Array.from({ length: 40 }, (_, i) => (i < 10 ? Number.NaN : 0));
    const order = balancedOrder(range(40), { values: without }, 1, 1, 1);
    assert.equal(
      times(order, (index) => index < 10),
      20,
    );
  });
});
