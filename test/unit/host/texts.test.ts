import assert from 'node:assert/strict';
import { dataText } from '../../../src/host/data-text';
import { clock } from '../../../src/host/duration';
import { nats, runResult } from '../../../src/host/run-text';
import { trainingText } from '../../../src/host/training-text';
import { fillPlaceholders } from '../../../src/protocol/errors';

const t = (message: string, ...args: (string | number)[]) =>
  fillPlaceholders(message, Object.fromEntries(args.entries()));

describe('texts of the host', () => {
  it('write a time span as a clock', () => {
    const spans = [-3, 0, 0.2, 42, 59.5, 60, 725, 3600, 3723, 360_000];
    assert.deepEqual(spans.map(clock), [
      '0:00',
      '0:00',
      '0:01',
      '0:42',
      '1:00',
      '1:00',
      '12:05',
      '1:00:00',
      '1:02:03',
      '100:00:00',
    ]);
  });

  it('write nats with four digits', () => {
    assert.deepEqual([101.2345, -0.000123456, 12345.6, 5].map(nats), ['101.2', '-0.0001235', '12350', '5']);
  });

  it('say how a run stands', () => {
    const run = { epochs: 3, totalEpochs: 10, loss: 101.234, elbo: -101.234 };
    assert.equal(runResult(run, t), '3/10 · ELBO -101.2');
    assert.equal(runResult({ ...run, elbo: null }, t), '3/10 · loss 101.2');
    assert.equal(runResult({ ...run, elbo: null, loss: null }, t), '3/10');
  });

  const progress = { epoch: 3, epochs: 10, step: 1, steps: 2, loss: 101.234, remainingSeconds: 42 };

  it('say what trains', () => {
    assert.equal(trainingText([], t), '');
    const run = { name: 'digits', progress, loading: undefined };
    assert.equal(trainingText([run], t), 'digits: epoch 3/10 · loss 101.2 · 0:42 left');
    const loading = { name: 'digits', progress: undefined };
    const read = (fraction: number) => ({ ...loading, loading: { phase: 'reading', fraction } as const });
    assert.equal(trainingText([{ ...loading, loading: undefined }], t), 'digits: starting');
    assert.equal(trainingText([read(0.5)], t), 'digits: reading the data, 50%');
    assert.equal(trainingText([read(1)], t), 'digits: reading the data, 99%', 'nothing is ready yet');
    const starting = { ...loading, loading: { phase: 'starting', fraction: 0 } as const };
    assert.equal(trainingText([starting], t), 'digits: starting the backend');
    const encoding = { ...loading, loading: { phase: 'computing', fraction: 0.25 } as const };
    assert.equal(trainingText([encoding], t), 'digits: encoding the examples, 25%');
  });

  it('summarise several runs by the last to end', () => {
    const run = (remainingSeconds: number) => ({
      name: 'x',
      progress: { ...progress, remainingSeconds },
      loading: undefined,
    });
    assert.equal(trainingText([run(10), run(90)], t), '2 runs training · 1:30 left');
    const unknown = { name: 'y', progress: undefined, loading: undefined };
    assert.equal(trainingText([run(10), unknown], t), '2 runs training');
  });

  it('say what a data set is', () => {
    const set = { kind: 'images', shape: [28, 20, 1], examples: 60_000 } as const;
    assert.equal(dataText(set, 'en', t), 'images 20 × 28, 60,000 examples');
    assert.equal(dataText({ ...set, examples: 200, streamed: 60_000 }, 'en', t), 'images 20 × 28, 60,000 examples');
    assert.equal(dataText({ ...set, shape: [64, 64, 3] }, 'en', t), 'colour images 64 × 64, 60,000 examples');
    assert.equal(dataText({ ...set, kind: 'table', shape: [14] }, 'de', t), 'table of 14 features, 60.000 examples');
    assert.equal(
      dataText({ ...set, kind: 'vectors', shape: [768] }, 'en', t),
      'vectors of 768 numbers, 60,000 examples',
    );
  });
});
