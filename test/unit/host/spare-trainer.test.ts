import assert from 'node:assert/strict';
import { join } from 'node:path';
import { SpareTrainer } from '../../../src/host/spare-trainer';
import { startTrainer, type TrainerClient } from '../../../src/host/trainer-client';

const script = join(__dirname, 'scripted-trainer.js');
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

describe('A trainer that waits for a choice', () => {
  let started: TrainerClient[];
  let spare: SpareTrainer;

  beforeEach(() => {
    started = [];
    spare = new SpareTrainer(
      () => {
        const client = startTrainer(script, log);
        started.push(client);
        return client;
      },
      () => 'auto',
    );
  });

  afterEach(() => Promise.all(started.map((client) => client.stop())));

  it('is that of the run that is opened', async () => {
    let taken: TrainerClient | undefined;
    await spare.toOpen(
      async () => {
        assert.equal(started.length, 1, 'started before anything is chosen');
        return 'run';
      },
      () => {
        taken = spare.take();
      },
    );
    assert.equal(taken, started[0]);
    assert.notEqual(taken?.pid, undefined, 'it lives on');
    assert.notEqual(spare.take(), taken);
  });

  it('ends where no run is chosen, and where the run is open already', async () => {
    await spare.toOpen(
      async () => undefined,
      () => assert.fail('nothing was chosen'),
    );
    await spare.toOpen(
      async () => 'run',
      () => {},
    );
    await Promise.all(started.map((client) => client.stopped));
    assert.deepEqual(
      started.map(({ pid }) => pid),
      [undefined, undefined],
    );
  });

  it('that is to train waits on from the choice until it is taken', async () => {
    assert.equal(await spare.during(async () => 'choice'), 'choice');
    assert.equal(spare.take(), started[0]);
    assert.equal(await spare.during(async () => undefined), undefined);
    await started[1].stopped;
  });
});
