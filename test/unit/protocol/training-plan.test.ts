import assert from 'node:assert/strict';
import { planTraining } from '../../../src/protocol/training-plan';
import { splitExamples } from '../../../src/training/split';

describe('the plan of a training', () => {
  const training = { validationSplit: 0.1, batchSize: 32, epochs: 20 };

  it('holds out as many examples as training does', () => {
    for (const [examples, share] of [
      [10_000, 0.1],
      [7, 0.5],
      [2, 0.9],
      [3, 0],
    ]) {
      const plan = planTraining({ ...training, validationSplit: share }, { examples });
      const split = splitExamples(examples, share, 1);
      assert.deepEqual([plan.training, plan.validation], [split.training.length, split.validation.length]);
    }
  });

  it('counts steps, of all examples where they are read from disk', () => {
    assert.deepEqual(planTraining(training, { examples: 10_000 }), {
      training: 9000,
      validation: 1000,
      stepsPerEpoch: 282,
      stepsAtLast: 282,
      steps: 5640,
      largestBatch: 32,
    });
    const batchGrowth = { every: 5, factor: 4, largest: 1000 };
    assert.deepEqual(planTraining({ ...training, batchGrowth }, { examples: 10_000 }), {
      training: 9000,
      validation: 1000,
      stepsPerEpoch: 282,
      stepsAtLast: 9,
      steps: 5 * (282 + 71 + 18 + 9),
      largestBatch: 1000,
    });
    assert.equal(planTraining(training, { examples: 20 }).largestBatch, 18);
    assert.equal(planTraining(training, { examples: 1000, streamed: 50_000 }).training, 49_900);
  });
});
