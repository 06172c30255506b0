import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { PanelHub } from '../../../src/host/panel-hub';
import { PanelLink } from '../../../src/host/panel-link';
import type { LinkEvents, PeerRun, SharedCamera, SharedChange } from '../../../src/protocol/linked';
import type { Emit } from '../../../src/protocol/rpc';
import { Bits } from '../../../webview/data/bits';
import { sessionOf } from '../../../webview/session';
import { parseKeptState } from '../../../webview/state/kept-state';
import { type LinkHost, linkPanels } from '../../../webview/state/linked';
import { createStore } from '../../../webview/state/store';
import { createViewStore } from '../../../webview/state/view-store';
import { buildRun } from './builders';

const examples = 100;

/** A panel, as far as others can reach it, at a real hub. */
function open(hub: PanelHub, { frames = [0, 1, 2], linked = true, fingerprint = 'digits', count = examples } = {}) {
  const { view: document, ui: begun } = parseKeptState(null);
  const [view, ui] = [createViewStore(document), createStore({ ...begun, linked })];
  const link = new PanelLink(hub, {
    fingerprint,
    run: { directory: '/runs/one', name: 'One' },
    axes: async () => ({ origin: [], basis: [[], [], []] }),
  });
  let hearPeers: ((runs: readonly PeerRun[]) => void) | undefined;
  let hearShared: ((change: SharedChange) => void) | undefined;
  const emit: Emit<LinkEvents> = (event, params) => {
    // What is sent between the processes is copied.
    if (event === 'peers') hearPeers?.((params as { runs: readonly PeerRun[] }).runs);
    if (event === 'shared') hearShared?.(structuredClone(params as SharedChange));
  };
  const handlers = link.handlers(() => emit);
  const never = new AbortController().signal;
  let shares = 0;
  const host: LinkHost = {
    link: async (on) => handlers.link({ on }, never),
    async share(change) {
      shares++;
      return handlers.share(structuredClone(change), never);
    },
    onPeers(listener) {
      hearPeers = listener;
    },
    onShared(listener) {
      hearShared = listener;
    },
  };
  const said: string[] = [];
  const failures: unknown[] = [];
  const session = createStore(sessionOf(buildRun({ frames, examples: count })));
  const side = linkPanels({
    host,
    session,
    view,
    ui,
    fail: (error) => failures.push(error),
    announce: (words) => said.push(words),
  });
  const cameras: (SharedCamera | null)[] = [];
  side.onCamera((camera) => cameras.push(camera));
  side.begin();
  return { view, ui, side, said, cameras, failures, shares: () => shares };
}

describe('Linked panels', () => {
  it('show what a person selects, pins and goes to in one of them, as steps of their own', async () => {
    const hub = new PanelHub();
    const [one, other] = [open(hub), open(hub)];
    await setImmediate();
    assert.deepEqual([one.side.peers.get().runs.length, other.side.peers.get().runs.length], [1, 1]);
    one.view.change('select a region', { selection: Bits.of(examples, [3, 99]) });
    await setImmediate();
    one.view.change('look at it', { pinned: 3, epoch: 1, pointSize: 2 });
    await setImmediate();
    const { selection, pinned, epoch, pointSize } = other.view.get();
    assert.deepEqual([[...(selection?.indices() ?? [])], pinned, epoch, pointSize], [[3, 99], 3, 1, 1]);
    assert.deepEqual(other.said, ['select a region, in a linked panel', 'look at it, in a linked panel']);
    assert.deepEqual([one.said, one.shares(), other.shares()], [[], 2, 0], 'no echo');
    assert.equal(other.view.undo(), 'look at it, in a linked panel');
    assert.equal(other.view.undo(), 'select a region, in a linked panel');
    await setImmediate();
    assert.equal(other.view.get().selection, null);
    assert.deepEqual([one.view.get().pinned, other.shares()], [3, 0], 'undone in one only');
    assert.deepEqual([...one.failures, ...other.failures], []);
  });

  it('are told nothing of what they have, cannot show, or what concerns one alone', async () => {
    const hub = new PanelHub();
    const [one, other] = [open(hub, { frames: [0, 1, 5] }), open(hub)];
    const larger = open(hub, { count: 500 });
    await setImmediate();
    one.view.change('colour', { colour: 'kl' });
    one.view.settle({ pinned: 4 });
    await setImmediate();
    assert.equal(one.shares(), 0);
    one.view.change('go to epoch 5', { epoch: 5, selection: Bits.of(examples, [7]) });
    await setImmediate();
    assert.deepEqual([other.view.get().epoch, other.view.get().selection?.count], [null, 1]);
    assert.equal(larger.view.get().selection, null);
    assert.equal(larger.view.undo(), null);
    other.view.change('select again', { selection: Bits.of(examples, [7]) });
    await setImmediate();
    assert.equal(one.view.undo(), 'go to epoch 5');
  });

  it('take a drag for one step', async () => {
    const hub = new PanelHub();
    const [one, other] = [open(hub), open(hub)];
    await setImmediate();
    for (const epoch of [0, 1, 2, 1]) {
      one.view.change(`go to epoch ${epoch}`, { epoch }, 'epoch');
      await setImmediate();
    }
    assert.equal(other.view.get().epoch, 1);
    assert.equal(other.view.undo(), 'go to epoch 1, in a linked panel');
    assert.equal(other.view.get().epoch, null);
  });

  it('are told the newest where changes come faster than they can be told', async () => {
    const hub = new PanelHub();
    const [one, other] = [open(hub), open(hub)];
    await setImmediate();
    for (let pinned = 0; pinned < 50; pinned++) one.view.change(`pin ${pinned}`, { pinned }, 'pick');
    one.view.change('go', { epoch: 2 });
    await setImmediate();
    assert.deepEqual([other.view.get().pinned, other.view.get().epoch, one.shares()], [49, 2, 2]);
  });

  it('look from where a person looks in one of them, which is no step', async () => {
    const hub = new PanelHub();
    const [one, other] = [open(hub), open(hub)];
    await setImmediate();
    const camera: SharedCamera = { layout: 'pca', position: [0, 0, 3], target: [0, 0, 0] };
    one.side.lookedFrom(camera);
    await setImmediate();
    assert.deepEqual([other.cameras, other.view.undo(), other.said, one.cameras], [[camera], null, [], []]);
  });

  it('go each their own way when a person parts them', async () => {
    const hub = new PanelHub();
    const [one, other, alone] = [open(hub), open(hub), open(hub, { linked: false })];
    await setImmediate();
    assert.equal(alone.side.peers.get().runs.length, 2);
    one.view.change('pin', { pinned: 1 });
    alone.view.change('pin', { pinned: 9 });
    await setImmediate();
    assert.deepEqual([other.view.get().pinned, alone.view.get().pinned, alone.shares()], [1, 9, 0]);
    other.ui.set({ linked: false });
    one.view.change('pin', { pinned: 2 });
    await setImmediate();
    assert.equal(other.view.get().pinned, 1);
    alone.ui.set({ linked: true });
    await setImmediate();
    one.view.change('pin', { pinned: 3 });
    await setImmediate();
    assert.equal(alone.view.get().pinned, 3);
  });
});
