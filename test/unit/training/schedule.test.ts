import assert from 'node:assert/strict';
import { betaAt, learningRateAt } from '../../../src/training/schedule';
import { smallConfig } from './builders';

function assertNear(actual: readonly number[], expected: readonly number[], tolerance = 1e-12): void {
  for (const [i, value] of actual.entries()) {
    assert.ok(Math.abs(value - expected[i]) <= tolerance, `${value} against ${expected[i]}`);
  }
}

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

  it('lower the learning rate to a tenth at half, and again at three quarters', () => {
    const { training } = smallConfig({ training: { epochs: 8, learningRate: 1, schedule: 'step' } });
    const rates = [0, 3.99, 4, 5.99, 6, 8].map((epochs) => learningRateAt(epochs, training));
    assertNear(rates, [1, 1, 0.1, 0.1, 0.01, 0.01]);
  });

  // By OneCycleLR of PyTorch 2.13.0 with a million steps, pct_start=0.3, div_factor=25 and a final rate of nothing.
  it('take the learning rate up and down in one cycle, as PyTorch does', () => {
    const { training } = smallConfig({ training: { epochs: 10, learningRate: 1, schedule: 'one-cycle' } });
    const rates = [0, 1, 1.5, 3, 4, 6, 8, 10].map((epochs) => learningRateAt(epochs, training));
    assertNear(rates, [0.04, 0.28, 0.52, 1, 0.950484, 0.61126, 0.188255, 0], 4e-6);
  });

  it('raise the learning rate linearly over its warm-up, under any schedule', () => {
    const rise = { epochs: 10, learningRate: 0.4, warmUpEpochs: 2 };
    const rates = (schedule: 'constant' | 'cosine') => {
      const { training } = smallConfig({ training: { ...rise, schedule } });
      return [0, 0.5, 1, 2, 5].map((epochs) => learningRateAt(epochs, training));
    };
    assertNear(rates('constant'), [0, 0.1, 0.2, 0.4, 0.4]);
    assertNear(rates('cosine').slice(3), [0.2 * (1 + Math.cos(Math.PI / 5)), 0.2]);
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
