import assert from 'node:assert/strict';
import { betaAt, learningRateAt } from '../../../src/training/schedule';
import { smallConfig } from './builders';

describe('schedules', () => {
  it('lower the learning rate along a cosine, from whole to none', () => {
    const { training } = smallConfig({ training: { epochs: 10, learningRate: 0.2, schedule: 'cosine' } });
    const rates = [0, 2.5, 5, 10, 11].map((epochs) => learningRateAt(epochs, training));
    const expected = [0.2, 0.1 * (1 + Math.SQRT1_2), 0.1, 0, 0];
    for (const [i, rate] of rates.entries()) assert.ok(Math.abs(rate - expected[i]) < 1e-12, `${rate}`);
  });

  it('keep a constant learning rate', () => {
    const { training } = smallConfig({ training: { epochs: 10, learningRate: 0.2, schedule: 'constant' } });
    assert.deepEqual(
      [0, 5, 10].map((epochs) => learningRateAt(epochs, training)),
      [0.2, 0.2, 0.2],
    );
  });

  it('raise beta linearly over the warm-up, then keep it', () => {
    const { objective } = smallConfig({ objective: { beta: 4, warmUpEpochs: 2 } });
    assert.deepEqual(
      [0, 0.5, 1, 2, 9].map((epochs) => betaAt(epochs, objective)),
      [0, 1, 2, 4, 4],
    );
    const { objective: without } = smallConfig({ objective: { beta: 4 } });
    assert.equal(betaAt(0, without), 4);
  });
});
