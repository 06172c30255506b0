import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { ColumnInfo } from '../../../src/protocol/data';
import { ColumnCache } from '../../../webview/column-cache';
import { CurrentColumns } from '../../../webview/data/current-columns';
import { sessionOf } from '../../../webview/session';
import { createStore } from '../../../webview/state/store';
import { KeptDocument } from '../../../webview/state/view-document';
import { buildRun } from './builders';

const digit: ColumnInfo = { name: 'digit', role: 'label', type: 'category', categories: ['0', '1'] };
const kl: ColumnInfo = { name: 'kl', role: 'measure', type: 'numeric' };
const neighbourhood = { role: 'neighbourhood', type: 'numeric' } as const;
const density: ColumnInfo = { ...neighbourhood, name: 'density', quantity: 'density' };
const trust: ColumnInfo = { ...neighbourhood, name: 'trust', quantity: 'trust' };
const z0: ColumnInfo = { name: 'z0', role: 'latent', type: 'numeric' };

function build(answers: (name: string) => boolean = () => true) {
  const asked: string[] = [];
  const session = createStore(sessionOf(buildRun()));
  const cache = new ColumnCache([digit, kl, z0, density, trust], 'digit', async (name) => {
    asked.push(name);
    if (!answers(name)) throw new Error('gone');
    return { ...(name === 'kl' ? kl : digit), values: Float32Array.of(asked.length) };
  });
  const view = createStore(v.parse(KeptDocument, {}));
  return { asked, session, view, current: new CurrentColumns(cache, session, view) };
}

describe('Columns as they now are', () => {
  it('are asked for once, and those of the model again with each epoch', async () => {
    const { asked, current, session } = build();
    const first = await current.get(['digit', 'kl']);
    assert.equal((await current.get(['kl'])).get('kl'), first.get('kl'));
    assert.deepEqual(asked, ['digit', 'kl']);
    session.set({ frames: [0, 1, 2, 3] });
    assert.notEqual((await current.get(['kl', 'digit'])).get('kl'), first.get('kl'));
    assert.deepEqual(asked, ['digit', 'kl', 'kl']);
  });

  it('of a latent dimension are of the model', async () => {
    const { asked, current, session } = build();
    await current.get(['z0']);
    await current.get(['z0']);
    session.set({ frames: [0, 1, 2, 3] });
    await current.get(['z0']);
    assert.deepEqual(asked, ['z0', 'z0']);
  });

  it('are those of the epoch on show, where its weights are kept', async () => {
    const { asked, current, session, view } = build();
    await current.get(['kl', 'z0']);
    view.set({ epoch: 2 });
    await current.get(['kl', 'z0']);
    assert.deepEqual(asked, ['kl', 'z0', 'z0']);
    const { run } = session.get();
    const { config } = run.record;
    const training = { ...config.training, keepWeights: { epochs: 'powers' } as const };
    session.set({ run: { ...run, record: { ...run.record, config: { ...config, training } } } });
    await current.get(['kl']);
    assert.deepEqual(asked, ['kl', 'z0', 'z0', 'kl']);
    // What comes after does not change it.
    session.set({ frames: [0, 1, 2, 3, 4] });
    await current.get(['kl', 'z0']);
    assert.deepEqual(asked, ['kl', 'z0', 'z0', 'kl']);
    view.set({ epoch: 3 });
    await current.get(['kl']);
    assert.deepEqual(asked, ['kl', 'z0', 'z0', 'kl', 'kl']);
  });

  it('are asked for again after a failure, which loses no others', async () => {
    let back = false;
    const { asked, current } = build((name) => name === 'digit' || back);
    assert.deepEqual(
      (await current.available(['digit', 'kl'])).map(({ name }) => name),
      ['digit'],
    );
    await assert.rejects(current.get(['kl']), /gone/);
    back = true;
    assert.equal((await current.get(['kl'])).get('kl')?.name, 'kl');
    assert.deepEqual(asked, ['digit', 'kl', 'kl', 'kl']);
  });

  it('of neighbourhoods are of the epoch on show, and trust of the layout', async () => {
    const { asked, current, session, view } = build();
    await current.get(['density', 'trust']);
    view.set({ projection: { kind: 'axes', axes: [0, 1, -1] } });
    await current.get(['density', 'trust']);
    assert.deepEqual(asked, ['density', 'trust', 'trust']);
    session.set({ layoutsMade: 1 });
    await current.get(['density', 'trust']);
    view.set({ epoch: 1 });
    await current.get(['density', 'trust']);
    assert.deepEqual(asked.slice(3), ['trust', 'density', 'trust']);
    // Of an epoch that is chosen the training changes nothing.
    session.set({ frames: [0, 1, 2, 3] });
    await current.get(['density']);
    assert.equal(asked.length, 6);
  });

  it('tell when one that is used is another, and who made it so', () => {
    const { current, session, view } = build();
    const heard: string[] = [];
    current.changed(
      () => ['density'],
      (why) => heard.push(why),
    );
    view.set({ projection: { kind: 'pca' } });
    session.set({ layoutsMade: 1 });
    assert.deepEqual(heard, []);
    session.set({ frames: [0, 1, 2, 3] });
    view.set({ epoch: 1 });
    assert.deepEqual(heard, ['run', 'view']);
  });
});
