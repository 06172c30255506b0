import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitExamples } from '../../../src/training/split';

describe('splitExamples', () => {
  it('puts every example into one part, and leaves one to train on', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.nat(),
        (n, share, seed) => {
          const { training, validation } = splitExamples(n, share, seed);
          assert.ok(training.length >= 1);
          assert.deepEqual(
            [...training, ...validation].sort((a, b) => a - b),
            Array.from({ length: n }, (_, i) => i),
          );
        },
      ),
    );
  });

  it('holds out the share, the same for the same seed', () => {
    const split = splitExamples(1000, 0.1, 7);
    assert.equal(split.validation.length, 100);
    assert.deepEqual(splitExamples(1000, 0.1, 7), split);
    assert.notDeepEqual(splitExamples(1000, 0.1, 8), split);
  });
});
