import assert from 'node:assert/strict';
import { RemainingTime } from '../../../src/training/remaining-time';
import { type EpochTimings, evenlyBusyMachine } from './recorded-timings';

interface Moment {
  readonly epoch: number;
  readonly estimate: number;
  readonly truth: number;
}

/** What is estimated at every call of a training that took so long, beside how long it then went on, both in ms. */
function replay(epochs: readonly EpochTimings[]): Moment[] {
  const count = (steps: EpochTimings['steps']) => steps.reduce((sum, [steps]) => sum + steps, 0);
  const time = new RemainingTime(epochs.length, count(epochs[0].steps));
  let truth = epochs.flatMap(({ steps, end }) => [...steps.map(([, ms]) => ms), end]).reduce((sum, ms) => sum + ms, 0);
  const moments: Moment[] = [];
  for (const [epoch, { steps, end }] of epochs.entries()) {
    let done = 0;
    for (const [count, ms] of steps) {
      time.tookExamples(count, ms / 1000);
      truth -= ms;
      done += count;
      moments.push({ epoch, estimate: 1000 * time.after(epoch, done), truth });
    }
    time.endedEpoch(end / 1000);
    truth -= end;
  }
  assert.equal(truth, 0);
  return moments;
}

/** Right by a quarter; at the very end, where a quarter is next to nothing, by two seconds. */
const isRight = ({ estimate, truth }: Moment) => Math.abs(estimate - truth) <= Math.max(truth / 4, 2000);

const evenEpoch: EpochTimings = { steps: Array.from({ length: 20 }, () => [10, 100]), end: 1000 };

describe('The remaining time', () => {
  it('is right by a quarter from the second epoch on, on a machine that is evenly busy', () => {
    const moments = replay(evenlyBusyMachine).filter(({ epoch }) => epoch > 0);
    assert.ok(moments.length > 50);
    assert.deepEqual(
      moments.filter((moment) => !isRight(moment)),
      [],
    );
  });

  it('contains what epochs end with, in the epoch under way, too', () => {
    for (const { epoch, estimate, truth } of replay([evenEpoch, evenEpoch, evenEpoch])) {
      if (epoch > 0) assert.ok(Math.abs(estimate - truth) < 1e-6, `${estimate} instead of ${truth}`);
    }
  });

  it('hardly moves for a single slow call', () => {
    const time = new RemainingTime(10, 1000);
    time.tookExamples(10, 1);
    for (let i = 0; i < 100; i++) time.tookExamples(10, 0.1);
    const before = time.after(1, 0);
    time.tookExamples(10, 1);
    assert.ok(time.after(1, 0) < 1.15 * before);
  });

  it('follows a machine that stays slower', () => {
    const time = new RemainingTime(100, 100);
    const epoch = (secondsOfStep: number) => {
      for (let i = 0; i < 10; i++) time.tookExamples(10, 10 * secondsOfStep);
      time.endedEpoch(0);
    };
    for (let i = 0; i < 5; i++) epoch(0.01);
    for (let i = 5; i < 40; i++) epoch(0.02);
    const estimate = time.after(40, 0);
    assert.ok(Math.abs(estimate / (60 * 100 * 0.02) - 1) < 0.05, String(estimate));
  });

  it('is right by a quarter where other programs come and go', () => {
    const slowed = (epoch: number) => (epoch % 10 < 5 ? 1 : 3);
    const epochs = Array.from({ length: 100 }, (_, epoch) => ({
      steps: evenEpoch.steps.map(([count, ms]): [number, number] => [count, ms * slowed(epoch)]),
      end: evenEpoch.end * slowed(epoch),
    }));
    // With fewer than ten epochs to come, which of the two they meet is a matter of luck.
    const moments = replay(epochs).filter(({ epoch }) => epoch >= 20 && epoch < 80);
    assert.deepEqual(
      moments.filter((moment) => !isRight(moment)),
      [],
    );
  });

  it('leaves the first call out, which makes the graph', () => {
    const time = new RemainingTime(2, 10);
    time.tookExamples(1, 5);
    assert.equal(time.after(0, 1), 95);
    time.tookExamples(1, 1);
    assert.equal(time.after(0, 2), 18);
  });
});
