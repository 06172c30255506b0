import assert from 'node:assert/strict';
import { energyOf, joinCurves, lengthOf, resample } from '../../../../src/exploration/paths/curve';

const curve = (values: readonly number[]) => ({ values: Float32Array.from(values), width: 2 });

describe('a curve', () => {
  const corner = curve([0, 0, 3, 0, 3, 1]);

  it('is as long as its pieces, and has the energy of the time that it takes', () => {
    assert.equal(lengthOf(corner), 4);
    assert.equal(energyOf(corner), (2 / 2) * (9 + 1));
    assert.equal(energyOf(curve([0, 0, 2, 0, 3, 0, 3, 1])), (3 / 2) * (4 + 1 + 1));
  });

  it('has nodes as far from one another, and then the least energy of its length', () => {
    const even = resample(corner, 4);
    assert.deepEqual([...even.values], [0, 0, 1, 0, 2, 0, 3, 0, 3, 1]);
    assert.equal(energyOf(even), 4 ** 2 / 2);
    assert.deepEqual([...resample(curve([0, 0, 0, 0, 4, 0, 4, 0]), 2).values], [0, 0, 2, 0, 4, 0]);
    assert.deepEqual([...resample(curve([1, 2, 1, 2]), 2).values], [1, 2, 1, 2, 1, 2]);
  });

  it('goes on where another ends', () => {
    assert.deepEqual([...joinCurves([corner, curve([3, 1, 5, 5])]).values], [0, 0, 3, 0, 3, 1, 5, 5]);
  });
});
