import assert from 'node:assert/strict';
import { batchSizeIn, stepsIn, stepsOf } from '../../../src/protocol/batch-sizes';
import { EpochSteps } from '../../../src/training/epoch-steps';

const growing = { batchSize: 16, batchGrowth: { every: 2, factor: 2 } };

describe('The sizes of batches', () => {
  const sizes = (own: Parameters<typeof batchSizeIn>[1], examples = 100) =>
    Array.from({ length: 8 }, (_, epoch) => batchSizeIn(epoch, own, examples));

  it('stay as they are, or grow again and again, up to the largest', () => {
    assert.deepEqual(sizes({ batchSize: 16 }), new Array(8).fill(16));
    assert.deepEqual(sizes(growing), [16, 16, 32, 32, 64, 64, 100, 100]);
    assert.deepEqual(
      sizes({ batchSize: 16, batchGrowth: { every: 2, largest: 40 } }),
      [16, 16, 32, 32, 40, 40, 40, 40],
    );
    assert.deepEqual(sizes({ batchSize: 5, batchGrowth: { every: 3, factor: 1.5 } }), [5, 5, 5, 8, 8, 8, 11, 11]);
    // More than there are of them stay asked for, as ever.
    assert.deepEqual(sizes({ batchSize: 128, batchGrowth: { every: 1 } }), new Array(8).fill(128));
    assert.deepEqual(sizes({ batchSize: 2, batchGrowth: { every: 1, factor: 100 } }, 1e9).at(-1), 1e9);
  });

  it('make the steps of each epoch, and of all', () => {
    for (const own of [
      { batchSize: 16 },
      growing,
      { batchSize: 16, batchGrowth: { every: 3, factor: 1.2, largest: 20 } },
    ]) {
      for (const epochs of [1, 2, 3, 7, 50]) {
        const each = Array.from({ length: epochs }, (_, epoch) => stepsIn(epoch, own, 100));
        assert.equal(
          stepsOf(epochs, own, 100),
          each.reduce((sum, count) => sum + count, 0),
        );
      }
    }
    assert.deepEqual(
      [0, 2, 4, 6].map((epoch) => stepsIn(epoch, growing, 100)),
      [7, 4, 2, 1],
    );
    assert.ok(Number.isFinite(stepsOf(1e9, growing, 60_000)));
  });
});

describe('The steps of epochs', () => {
  it('are numbered one after another, and begin an epoch at its own place', () => {
    const steps = new EpochSteps(100, growing);
    let number = 0;
    for (let epoch = 0; epoch < 9; epoch++) {
      assert.equal(steps.place(epoch, 0), epoch);
      assert.equal(steps.place(epoch, steps.count(epoch)), epoch + 1);
      for (let step = 0; step < steps.count(epoch); step++) assert.equal(steps.number(epoch, step), number++);
    }
    assert.equal(new EpochSteps(100, growing).number(8, 0), steps.number(8, 0));
    assert.equal(steps.place(2, 1), 2.25);
  });

  it('are at the same places, bit by bit, as those of equal batches are counted by their number', () => {
    const steps = new EpochSteps(1000, { batchSize: 7 });
    for (const [epoch, step] of [
      [0, 1],
      [3, 100],
      [17, 142],
    ])
      assert.equal(steps.place(epoch, step), (epoch * 143 + step) / 143);
  });
});
