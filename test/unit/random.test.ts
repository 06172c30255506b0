import assert from 'node:assert/strict';
import { random } from '../../src/random';

describe('random', () => {
  it('gives the same stream for the same seeds and another for others', () => {
    const draw = (...seeds: number[]) => {
      const next = random(...seeds);
      return Array.from({ length: 4 }, next);
    };
    assert.deepEqual(draw(1, 2), draw(1, 2));
    assert.notDeepEqual(draw(1, 2), draw(2, 1));
    assert.notDeepEqual(draw(1, 2), draw(1, 3));
  });
});
