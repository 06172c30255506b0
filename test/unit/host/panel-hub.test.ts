import assert from 'node:assert/strict';
import { type HubPanel, PanelHub } from '../../../src/host/panel-hub';
import { PanelLink } from '../../../src/host/panel-link';
import type { ShownAxes } from '../../../src/protocol/compare';
import type { LinkEvents, PeerRun, SharedChange } from '../../../src/protocol/linked';

const pin = (pinned: number): SharedChange => ({ words: `pin ${pinned}`, goesOn: false, pinned });

const axes: ShownAxes = { origin: [0], basis: [[1], [0], [0]] };

class Listener implements HubPanel {
  readonly heard: (number | null | undefined)[] = [];
  readonly counts: number[] = [];

  readonly run = { directory: '/runs/one', name: 'One' };
  readonly axes = async () => axes;

  constructor(public fingerprint: string | undefined) {}

  peers(runs: readonly PeerRun[]): void {
    this.counts.push(runs.length);
  }

  shared({ pinned }: SharedChange): void {
    this.heard.push(pinned);
  }
}

function build() {
  const hub = new PanelHub();
  const [one, other, stranger] = [new Listener('digits'), new Listener('digits'), new Listener('clothes')];
  const places = [one, other, stranger].map((panel) => hub.join(panel));
  for (const panel of [one, other, stranger]) hub.link(panel, true);
  return { hub, one, other, stranger, places };
}

describe('Panels of runs on the same data', () => {
  it('hear what is done in another, and not what is done in themselves or with other data', () => {
    const { hub, one, other, stranger } = build();
    hub.share(one, pin(3));
    hub.share(stranger, pin(5));
    assert.deepEqual([one.heard, other.heard, stranger.heard], [[], [3], []]);
    hub.share(other, pin(4));
    assert.deepEqual([one.heard, other.heard, stranger.heard], [[4], [3], []]);
  });

  it('neither tell nor hear anything unless both are linked', () => {
    const { hub, one, other } = build();
    hub.link(other, false);
    hub.share(one, pin(3));
    hub.share(other, pin(4));
    assert.deepEqual([one.heard, other.heard], [[], []]);
    hub.link(other, true);
    hub.share(one, pin(5));
    assert.deepEqual(other.heard, [5]);
  });

  it('are told how many they are, and forgotten when they are closed', () => {
    const { hub, one, other, stranger, places } = build();
    assert.deepEqual([one.counts, other.counts, stranger.counts], [[1, 1], [1, 1], [0]]);
    places[1].dispose();
    hub.share(one, pin(3));
    assert.deepEqual([one.counts, other.heard], [[1, 1, 0], []]);
  });

  it('find each other when their runs are loaded, and part when the data are others', () => {
    const { hub, one } = build();
    const late = new Listener(undefined);
    hub.join(late);
    assert.deepEqual(late.counts, []);
    late.fingerprint = 'digits';
    hub.refresh();
    assert.deepEqual([late.counts, one.counts], [[2], [1, 1, 2]]);
    late.fingerprint = 'clothes';
    hub.refresh();
    assert.deepEqual(
      [late.counts, one.counts],
      [
        [2, 1],
        [1, 1, 2, 1],
      ],
    );
  });
});

describe('The axes of another panel', () => {
  it('are those of the panel that shows the run, if it is of the same data', async () => {
    const { hub, one, stranger } = build();
    assert.equal(await hub.axesOf(one, { directory: '/runs/one', epoch: null }), axes);
    assert.equal(await hub.axesOf(one, { directory: '/runs/none', epoch: null }), null);
    assert.equal(await hub.axesOf(stranger, { directory: '/runs/one', epoch: null }), null);
  });
});

describe('A linked panel that nobody sees', () => {
  function buildLinks() {
    const hub = new PanelHub();
    const run = { directory: '/runs/one', name: 'One' };
    const peers = { runs: [run] };
    const links = [0, 1].map(() => new PanelLink(hub, { fingerprint: 'digits', run, axes: async () => axes }));
    const heard: [keyof LinkEvents, unknown][] = [];
    const [sender, hidden] = links.map((link) =>
      link.handlers(() => (event, params) => link === links[1] && heard.push([event, params])),
    );
    const never = new AbortController().signal;
    sender.link({ on: true }, never);
    hidden.link({ on: true }, never);
    heard.splice(0);
    return { sender, hidden, heard, never, link: links[1], peers };
  }

  it('catches up when its next page listens, with all as one change', () => {
    const { sender, hidden, heard, never, link, peers } = buildLinks();
    link.pageEnded();
    sender.share(pin(3), never);
    sender.share({ words: 'epoch 2', goesOn: true, epoch: 2 }, never);
    sender.share({ words: '', goesOn: true, camera: null }, never);
    assert.deepEqual(heard, []);
    hidden.link({ on: true }, never);
    const missed = { words: 'epoch 2', goesOn: false, pinned: 3, epoch: 2, camera: null };
    assert.deepEqual(heard.splice(0), [
      ['peers', peers],
      ['shared', missed],
    ]);
    hidden.link({ on: true }, never);
    assert.deepEqual(heard.splice(0), [['peers', peers]]);
    sender.share(pin(4), never);
    assert.deepEqual(heard, [['shared', pin(4)]]);
  });

  it('catches up with nothing when it is linked no more', () => {
    const { sender, hidden, heard, never, link, peers } = buildLinks();
    link.pageEnded();
    sender.share(pin(3), never);
    hidden.link({ on: false }, never);
    hidden.link({ on: true }, never);
    assert.deepEqual(heard, [
      ['peers', peers],
      ['peers', peers],
    ]);
  });

  it('hears nothing more when it is closed', () => {
    const { sender, heard, never, link } = buildLinks();
    link.dispose();
    sender.share(pin(3), never);
    assert.deepEqual(heard, []);
  });
});
