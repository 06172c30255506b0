import assert from 'node:assert/strict';
import { History } from '../../../webview/state/history';
import { parseKeptState } from '../../../webview/state/kept-state';
import { undoKey } from '../../../webview/state/undo-keys';
import { createViewStore, type Made } from '../../../webview/state/view-store';

function build(limit?: number) {
  const clock = { time: 0 };
  const store = createViewStore(parseKeptState(null).view, new History(limit, () => clock.time));
  return { clock, store };
}

describe('The history of what is shown', () => {
  it('undoes and does again each named change, all parts of it', () => {
    const { store } = build();
    store.change('colour by digit', { colour: 'digit' });
    store.change('pin example 3', { pinned: 3, epoch: 2 });
    assert.equal(store.undo(), 'pin example 3');
    assert.deepEqual([store.get().pinned, store.get().epoch, store.get().colour], [null, null, 'digit']);
    assert.equal(store.undo(), 'colour by digit');
    assert.equal(store.get().colour, null);
    assert.equal(store.undo(), null);
    assert.equal(store.redo(), 'colour by digit');
    assert.equal(store.redo(), 'pin example 3');
    assert.deepEqual([store.get().pinned, store.get().epoch, store.get().colour], [3, 2, 'digit']);
    assert.equal(store.redo(), null);
  });

  it('tells watchers of what came back', () => {
    const { store } = build();
    const seen: (number | null)[] = [];
    store.watch(
      (view) => view.pinned,
      (pinned) => seen.push(pinned),
    );
    store.change('pin', { pinned: 3 });
    store.undo();
    store.redo();
    assert.deepEqual(seen, [null, 3, null, 3]);
  });

  it('forgets what was undone with the next change', () => {
    const { store } = build();
    store.change('a', { pinned: 1 });
    store.undo();
    store.change('b', { pinned: 2 });
    assert.equal(store.redo(), null);
    assert.equal(store.undo(), 'b');
  });

  it('takes a drag for one step, and what comes later or of another kind for others', () => {
    const { store, clock } = build();
    for (let epoch = 1; epoch <= 5; epoch++) {
      store.change(`go to epoch ${epoch}`, { epoch }, 'epoch');
      clock.time += 100;
    }
    store.change('size', { pointSize: 2 }, 'size');
    store.change('size', { pointSize: 3 }, 'size');
    clock.time += 5000;
    store.change('size', { pointSize: 4 }, 'size');
    assert.equal(store.undo(), 'size');
    assert.equal(store.get().pointSize, 3);
    assert.equal(store.undo(), 'size');
    assert.equal(store.get().pointSize, 1);
    assert.equal(store.undo(), 'go to epoch 5');
    assert.equal(store.get().epoch, null);
  });

  it('takes a gesture as one, however long it takes, and two as two', () => {
    const { clock, store } = build();
    const [one, other] = [Symbol('drag'), Symbol('drag')];
    store.change('size', { pointSize: 2 }, one);
    clock.time = 60_000;
    store.change('size', { pointSize: 3 }, one);
    store.change('size', { pointSize: 4 }, other);
    store.undo();
    assert.equal(store.get().pointSize, 3);
    store.undo();
    assert.equal(store.get().pointSize, 1);
  });

  it('never merges into a step that was undone', () => {
    const { store } = build();
    store.change('size', { pointSize: 2 }, 'size');
    store.change('pin', { pinned: 2 });
    store.undo();
    store.change('size', { pointSize: 3 }, 'size');
    assert.equal(store.undo(), 'size');
    assert.equal(store.get().pointSize, 2);
  });

  it('has no step for what changes nothing, or follows by itself', () => {
    const { store } = build();
    store.change('pin', { pinned: null });
    store.settle({ cursor: { on: true, position: [0, 0, 0] } });
    assert.equal(store.undo(), null);
    assert.equal(store.get().cursor.on, true);
  });

  it('tells what a person made another than before, and nothing that was undone or followed by itself', () => {
    const { store } = build();
    const made: Made[] = [];
    store.made((change) => made.push(change));
    assert.equal(store.change('pin', { pinned: 3, epoch: null }), true);
    assert.equal(store.change('pin', { pinned: 3 }), false);
    store.change('size', { pointSize: 2 }, 'size');
    store.settle({ epoch: 1 });
    store.undo();
    store.redo();
    assert.deepEqual(made, [
      { words: 'pin', patch: { pinned: 3 }, goesOn: false },
      { words: 'size', patch: { pointSize: 2 }, goesOn: true },
    ]);
  });

  it('keeps as many as it has room for', () => {
    const { store } = build(3);
    for (let pinned = 0; pinned < 10; pinned++) store.change(String(pinned), { pinned });
    assert.deepEqual([store.undo(), store.undo(), store.undo(), store.undo()], ['9', '8', '7', null]);
    assert.equal(store.get().pinned, 6);
  });
});

describe('The keys to undo', () => {
  const key = (name: string, ...held: string[]) =>
    undoKey({
      key: name,
      ctrlKey: held.includes('ctrl'),
      metaKey: held.includes('meta'),
      shiftKey: held.includes('shift'),
      altKey: held.includes('alt'),
    });

  it('are those of editors', () => {
    assert.deepEqual([key('z', 'ctrl'), key('z', 'meta')], ['undo', 'undo']);
    assert.deepEqual(
      [key('Z', 'ctrl', 'shift'), key('Z', 'meta', 'shift'), key('y', 'ctrl')],
      ['redo', 'redo', 'redo'],
    );
    assert.deepEqual([key('z'), key('z', 'alt', 'ctrl'), key('y', 'meta'), key('a', 'ctrl')], [null, null, null, null]);
  });
});
