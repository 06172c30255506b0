import assert from 'node:assert/strict';
import { createStore } from '../../../webview/state/store';

describe('A store', () => {
  it('tells watchers of what they picked, when it changes', () => {
    const store = createStore({ epoch: 1, page: 'space' });
    const watched: number[] = [];
    const changed: number[] = [];
    store.watch(
      (state) => state.epoch,
      (epoch) => watched.push(epoch),
    );
    store.changed(
      (state) => state.epoch,
      (epoch) => changed.push(epoch),
    );
    store.set({ page: 'reconstructions' });
    store.set({ epoch: 2 });
    store.set({ epoch: 2 });
    assert.deepEqual(watched, [1, 2]);
    assert.deepEqual(changed, [2]);
    assert.deepEqual(store.get(), { epoch: 2, page: 'reconstructions' });
  });

  it('lets a watcher set it in turn', () => {
    const store = createStore({ wanted: 0, clamped: 0 });
    store.changed(
      (state) => state.wanted,
      (wanted) => store.set({ clamped: Math.min(wanted, 3) }),
    );
    const seen: number[] = [];
    store.changed(
      (state) => state.clamped,
      (clamped) => seen.push(clamped),
    );
    store.set({ wanted: 9 });
    assert.deepEqual(seen, [3]);
  });
});
