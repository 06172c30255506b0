import type { OtherRun, ShownAxes } from '../protocol/compare';
import type { PeerRun, SharedChange } from '../protocol/linked';
import type { Disposable } from './event';

/** A panel, as the others know it. */
export interface HubPanel {
  /** Of its run's data; undefined until the run is loaded. */
  readonly fingerprint: string | undefined;
  readonly run: PeerRun;
  /** By which axes it shows the codes of an epoch. */
  axes(epoch: number | null): Promise<ShownAxes>;
  /** The runs of the others that are of the same data now. */
  peers(runs: readonly PeerRun[]): void;
  /** What a person changed in another. */
  shared(change: SharedChange): void;
}

interface Place {
  linked: boolean;
  peers: readonly PeerRun[];
}

/** Knows which panels show runs on the same data, and passes what a person changes in a linked one to the other linked ones. */
export class PanelHub {
  private readonly places = new Map<HubPanel, Place>();

  /** Until the panel is closed. */
  join(panel: HubPanel): Disposable {
    this.places.set(panel, { linked: false, peers: [] });
    this.refresh();
    return {
      dispose: () => {
        this.places.delete(panel);
        this.refresh();
      },
    };
  }

  /** A run may be loaded now, and its data known. */
  refresh(): void {
    for (const [panel, place] of [...this.places]) {
      const runs = this.peersOf(panel).map(({ run }) => run);
      if (isSame(runs, place.peers)) continue;
      place.peers = runs;
      panel.peers(runs);
    }
  }

  /** Tells the panel which others there are. */
  link(panel: HubPanel, on: boolean): void {
    const place = this.places.get(panel);
    if (!place) return;
    place.linked = on;
    panel.peers(place.peers);
  }

  share(from: HubPanel, change: SharedChange): void {
    if (!this.isLinked(from)) return;
    for (const peer of this.peersOf(from)) if (this.isLinked(peer)) peer.shared(change);
  }

  async axesOf(from: HubPanel, { directory, epoch }: OtherRun): Promise<ShownAxes | null> {
    const peer = this.peersOf(from).find(({ run }) => run.directory === directory);
    return peer ? peer.axes(epoch) : null;
  }

  private isLinked(panel: HubPanel): boolean {
    return this.places.get(panel)?.linked ?? false;
  }

  private peersOf(panel: HubPanel): readonly HubPanel[] {
    const { fingerprint } = panel;
    if (fingerprint === undefined) return [];
    return [...this.places.keys()].filter((other) => other !== panel && other.fingerprint === fingerprint);
  }
}

function isSame(some: readonly PeerRun[], others: readonly PeerRun[]): boolean {
  const same = ({ directory, name }: PeerRun, at: number) =>
    directory === others[at].directory && name === others[at].name;
  return some.length === others.length && some.every(same);
}
