import assert from 'node:assert/strict';
import { presentFrame } from '../../../src/protocol/run';
import { sessionOf, trainedShare, withEpoch } from '../../../webview/session';
import { detailInWords, statusInWords } from '../../../webview/training/status-words';
import { buildEpoch, buildRun } from './builders';

const progress = { epoch: 3, epochs: 10, step: 50, steps: 100, loss: 98.25, remainingSeconds: 12.4 };

const newest = { choice: 'newest', epoch: 1, steps: 0, best: null } as const;

describe('The session', () => {
  it('appends epochs, and replaces those that are trained again', () => {
    const history = [1, 2, 3].map((epoch) => buildEpoch(epoch));
    assert.deepEqual(
      withEpoch(history, buildEpoch(4)).map(({ epoch }) => epoch),
      [1, 2, 3, 4],
    );
    const again = withEpoch(history, buildEpoch(2, 50));
    assert.deepEqual(
      again.map(({ epoch, loss }) => [epoch, loss]),
      [
        [1, 100],
        [2, 50],
      ],
    );
  });

  it('knows how much is trained, and the newest frame', () => {
    assert.equal(trainedShare(progress), 0.25);
    assert.equal(trainedShare({ ...progress, epoch: 10, step: 100 }), 1);
    assert.equal(trainedShare({ ...progress, epoch: 1, step: 0, steps: 0 }), 0);
    assert.equal(presentFrame({ frames: [], weights: newest }), null);
    assert.equal(presentFrame({ frames: [0, 1], weights: newest }), 1);
    assert.equal(presentFrame({ frames: [0, 1, 2], weights: { choice: 'best', epoch: 1, steps: 0, best: 1 } }), 1);
  });

  it('says what the run is doing', () => {
    const session = sessionOf(buildRun({ history: [buildEpoch(1), buildEpoch(2)] }));
    assert.equal(statusInWords(session), 'Training…');
    assert.equal(statusInWords({ ...session, progress }), 'Epoch 3/10 · loss 98.25 · 12 sec left');
    assert.equal(statusInWords({ ...session, status: 'stopped' }), 'Stopped after epoch 2 of 20');
    assert.equal(statusInWords({ ...session, status: 'completed' }), 'Trained 2 epochs, stopped early');
    const whole = sessionOf(
      buildRun({ history: Array.from({ length: 20 }, (_, i) => buildEpoch(i + 1, 900 - 20 * i)) }),
    );
    assert.equal(statusInWords({ ...whole, status: 'completed' }), 'Trained 20 epochs, still improving');
    assert.match(detailInWords({ ...whole, status: 'completed' }), /Train it further, for example for 40 epochs/);
    const level = { ...whole, history: whole.history.map((epoch) => ({ ...epoch, loss: 100, validation: null })) };
    assert.equal(statusInWords({ ...level, status: 'completed' }), 'Trained 20 epochs');
    assert.equal(detailInWords({ ...level, status: 'completed' }), '');
    assert.equal(
      statusInWords({ ...session, status: 'failed', message: { text: 'No space left.', full: 'No space left.' } }),
      'No space left.',
    );
  });

  it('tells why a run failed before', () => {
    const run = buildRun();
    const failure = { code: 'data.missing', params: { path: '/gone.csv' } } as const;
    const session = sessionOf({ ...run, record: { ...run.record, status: 'failed', failure } });
    assert.match(statusInWords(session), /\/gone\.csv/);
  });
});
