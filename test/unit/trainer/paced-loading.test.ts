import assert from 'node:assert/strict';
import type { Emit } from '../../../src/protocol/rpc';
import type { TrainerEvents } from '../../../src/protocol/trainer';
import { pacedLoading } from '../../../src/trainer/paced-loading';

describe('How far a run is, while it is waited for', () => {
  it('is told when a phase begins and when it is over, and seldom in between', () => {
    const told: string[] = [];
    const emit = pacedLoading(((event, params) =>
      told.push(`${event} ${JSON.stringify(params)}`)) as Emit<TrainerEvents>);
    for (let step = 0; step <= 1000; step++) emit('loading', { phase: 'reading', fraction: step / 1000 });
    emit('loading', { phase: 'starting', fraction: 0 });
    emit('loading', { phase: 'computing', fraction: 0.5 });
    const [first, ...rest] = told;
    assert.equal(first, 'loading {"phase":"reading","fraction":0}');
    assert.deepEqual(rest.slice(-3), [
      'loading {"phase":"reading","fraction":1}',
      'loading {"phase":"starting","fraction":0}',
      'loading {"phase":"computing","fraction":0.5}',
    ]);
    assert.ok(told.length < 100, `${told.length} times`);
  });

  it('leaves all else as it comes', () => {
    const told: unknown[] = [];
    const emit = pacedLoading(((_event, params) => told.push(params)) as Emit<TrainerEvents>);
    const fractions = [0, 0.1, 0.2, 0.3];
    for (const fraction of fractions) emit('columnProgress', { fraction });
    assert.deepEqual(
      told,
      fractions.map((fraction) => ({ fraction })),
    );
  });
});
