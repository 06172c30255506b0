import assert from 'node:assert/strict';
import { plainObjective } from '../../../src/protocol/presets';
import { betaAt, learningRateAt, scalarsAt } from '../../../src/training/schedule';
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

  it('let the learning rate fall at each milestone, however long training is', () => {
    const milestones = { epochs: [1, 4, 13], factor: 10 ** (-1 / 7) };
    for (const epochs of [2, 40]) {
      const { training } = smallConfig({
        training: { epochs, learningRate: 1e-3, schedule: 'milestones', milestones },
      });
      const rates = [0, 0.99, 1, 3.9, 4, 12.9, 13, 30].map((epochs) => learningRateAt(epochs, training));
      const stages = [0, 0, 1, 1, 2, 2, 3, 3];
      assertNear(
        rates.map((rate) => rate / 1e-3),
        stages.map((stage) => 10 ** (-stage / 7)),
      );
    }
    const { training } = smallConfig({
      training: { learningRate: 1, schedule: 'milestones', milestones: { epochs: [2] } },
    });
    assertNear(
      [1.9, 2].map((epochs) => learningRateAt(epochs, training)),
      [1, 0.1],
    );
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

  it('raise beta along a sigmoid, from 0 through the half to the whole', () => {
    const objective = { ...plainObjective, beta: 2, warmUpEpochs: 8, annealing: 'sigmoid' } as const;
    const at = (epochs: number) => betaAt(epochs, objective);
    assert.deepEqual(
      [0, 4, 8, 20].map((epochs) => Number(at(epochs).toFixed(9))),
      [0, 1, 2, 2],
    );
    // The logistic function of 12 (epochs / 8 - 1/2), stretched to reach from 0 to 1.
    const logistic = (x: number) => 1 / (1 + Math.exp(-x));
    const [low, high] = [logistic(-6), logistic(6)];
    assert.ok(Math.abs(at(6) - (2 * (logistic(3) - low)) / (high - low)) < 1e-9);
  });

  it('raise beta again and again, and leave it at its whole', () => {
    const objective = { ...plainObjective, warmUpEpochs: 2, annealing: 'cyclical', cycles: 3 } as const;
    const course = [0, 1, 2, 3.9, 4, 5, 8, 9, 11.9, 12, 13].map((epochs) => betaAt(epochs, objective));
    assert.deepEqual(course, [0, 0.5, 1, 1, 0, 0.5, 0, 0.5, 1, 1, 1]);
  });

  it('raise the capacity of the KL linearly', () => {
    const objective = { ...plainObjective, capacity: { nats: 20, epochs: 10 } };
    assert.deepEqual(
      [0, 5, 10, 30].map((epochs) => scalarsAt(epochs, objective).capacity),
      [0, 10, 20, 20],
    );
    assert.equal(scalarsAt(0, { ...plainObjective, capacity: { nats: 20 } }).capacity, 20);
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
