import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectMore, isWatched } from '../../../src/compute';
import { Pace } from '../../../src/compute/pace';
import { breathe } from '../../../src/training/breathe';

const unwatched = async () => {
  while (isWatched()) await sleep(20);
};

describe('the pace of native calls', () => {
  it('takes one step, until it knows how long one takes', () => {
    assert.equal(new Pace().steps, 1);
  });

  it('is of many steps a call, of fewer while somebody looks, and of many again', async () => {
    const pace = new Pace();
    pace.record(10, 10);
    await unwatched();
    assert.equal(pace.steps, 40);
    expectMore();
    assert.equal(pace.steps, 8);
    pace.record(4, 160);
    assert.equal(pace.steps, 1);
    await unwatched();
    assert.equal(pace.steps, 1);
    pace.record(4, 4);
    assert.equal(pace.steps, 40);
  });
});

describe('between native calls', () => {
  /** How many of as many breaths let others do something. */
  async function breathsThatYield(breaths: number): Promise<number> {
    let yields = 0;
    for (let i = 0; i < breaths; i++) {
      let yielded = false;
      setImmediate(() => {
        yielded = true;
      });
      await breathe();
      if (yielded) yields++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return yields;
  }

  it('questions are let in each time while somebody looks, and seldom otherwise', async () => {
    expectMore();
    assert.equal(await breathsThatYield(20), 20);
    await unwatched();
    assert.ok((await breathsThatYield(20)) < 20);
  });
});
