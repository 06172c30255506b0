import assert from 'node:assert/strict';
import type { KeptWeights } from '../../../src/protocol/config';
import { bytesKept, countKept, keepsWeights } from '../../../src/protocol/kept-weights';
import { trainingMisfits } from '../../../src/protocol/requirements';

const keptOf = (keepWeights: KeptWeights | undefined, epochs: number) =>
  Array.from({ length: epochs + 1 }, (_, epoch) => epoch).filter((epoch) => keepsWeights(epoch, { keepWeights }));

describe('Which epochs keep their weights', () => {
  it('none where nothing is said: the best and the newest are in checkpoints', () => {
    assert.deepEqual(keptOf(undefined, 20), []);
    assert.deepEqual(keptOf({ epochs: 'best' }, 20), []);
  });

  it('powers of two, every one, or every so many', () => {
    assert.deepEqual(keptOf({ epochs: 'powers' }, 20), [0, 1, 2, 4, 8, 16]);
    assert.deepEqual(keptOf({ epochs: 'every' }, 3), [0, 1, 2, 3]);
    assert.deepEqual(keptOf({ epochs: 'every', every: 5 }, 12), [0, 5, 10]);
  });

  it('are counted beforehand', () => {
    for (const keepWeights of [{}, { epochs: 'powers' }, { epochs: 'every' }, { epochs: 'every', every: 7 }] as const) {
      for (const epochs of [1, 2, 7, 8, 31, 32, 33]) {
        assert.equal(countKept({ keepWeights, epochs }), keptOf(keepWeights, epochs).length, `${epochs}`);
      }
    }
  });

  it('take four bytes a weight, or two', () => {
    assert.equal(bytesKept(1000, { keepWeights: { epochs: 'every' }, epochs: 9 }), 40_000);
    assert.equal(bytesKept(1000, { keepWeights: { epochs: 'every', precision: 'float16' }, epochs: 9 }), 20_000);
    assert.equal(bytesKept(1000, { epochs: 9 }), 0);
  });

  it('is not said by halves', () => {
    const codes = (keepWeights: KeptWeights) => trainingMisfits({ keepWeights }, 'images').map(({ code }) => code);
    assert.deepEqual(codes({ every: 3 }), ['training.every-needs-epochs']);
    assert.deepEqual(codes({ epochs: 'powers', every: 3 }), ['training.every-needs-epochs']);
    assert.deepEqual(codes({ precision: 'float16' }), ['training.precision-needs-epochs']);
    assert.deepEqual(codes({ epochs: 'every', every: 3, precision: 'float16' }), []);
    assert.deepEqual(codes({ epochs: 'powers', precision: 'float16' }), []);
  });
});
