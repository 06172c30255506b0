import type { ShownAxes } from '../protocol/compare';
import { joined, type LinkEvents, type LinkMethods, type PeerRun, type SharedChange } from '../protocol/linked';
import type { Emit, Handlers } from '../protocol/rpc';
import type { Disposable } from './event';
import type { HubPanel, PanelHub } from './panel-hub';

/** What a panel shows, as far as others are concerned. */
export type LinkedRun = Pick<HubPanel, 'fingerprint' | 'run' | 'axes'>;

/** A panel's end of the hub. A page that is hidden is thrown away: what others share meanwhile waits for the next one. */
export class PanelLink implements HubPanel {
  private readonly joined: Disposable;
  /** To the page that has said that it listens. */
  private page: Emit<LinkEvents> | undefined;
  private missed: SharedChange | null = null;

  constructor(
    private readonly hub: PanelHub,
    private readonly shown: LinkedRun,
  ) {
    this.joined = hub.join(this);
  }

  get fingerprint(): string | undefined {
    return this.shown.fingerprint;
  }

  get run(): PeerRun {
    return this.shown.run;
  }

  axes(epoch: number | null): Promise<ShownAxes> {
    return this.shown.axes(epoch);
  }

  /** @param current How to reach the page that calls. */
  handlers(current: () => Emit<LinkEvents> | undefined): Handlers<LinkMethods> {
    return {
      link: ({ on }) => {
        const { missed } = this;
        this.missed = null;
        this.page = current();
        this.hub.link(this, on);
        if (on && missed) this.shared(missed);
        return null;
      },
      axesOf: (other) => this.hub.axesOf(this, other),
      share: (change) => {
        this.hub.share(this, change);
        return null;
      },
    };
  }

  /** The page is gone, or another has begun and does not listen yet. */
  pageEnded(): void {
    this.page = undefined;
  }

  peers(runs: readonly PeerRun[]): void {
    this.page?.('peers', { runs });
  }

  shared(change: SharedChange): void {
    if (this.page) this.page('shared', change);
    else this.missed = joined(this.missed, change);
  }

  dispose(): void {
    this.joined.dispose();
  }
}
