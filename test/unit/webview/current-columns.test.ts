import assert from 'node:assert/strict';
import type { ColumnInfo } from '../../../src/protocol/data';
import { ColumnCache } from '../../../webview/column-cache';
import { CurrentColumns } from '../../../webview/data/current-columns';
import { sessionOf } from '../../../webview/session';
import { createStore } from '../../../webview/state/store';
import { buildRun } from './builders';

const digit: ColumnInfo = { name: 'digit', role: 'label', type: 'category', categories: ['0', '1'] };
const kl: ColumnInfo = { name: 'kl', role: 'measure', type: 'numeric' };
const z0: ColumnInfo = { name: 'z0', role: 'latent', type: 'numeric' };

function build(answers: (name: string) => boolean = () => true) {
  const asked: string[] = [];
  const session = createStore(sessionOf(buildRun()));
  const cache = new ColumnCache([digit, kl, z0], 'digit', async (name) => {
    asked.push(name);
    if (!answers(name)) throw new Error('gone');
    return { ...(name === 'kl' ? kl : digit), values: Float32Array.of(asked.length) };
  });
  return { asked, session, current: new CurrentColumns(cache, session) };
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
});
