import { type Sentence, toWireError, UserError } from '../protocol/errors';
import type { LayoutProgress } from '../protocol/layout';
import type { RunningLayout } from '../protocol/panel';
import type { LayoutProjection } from '../protocol/trainer';
import { Emitter } from './event';
import type { TrainerClient } from './trainer-client';

export interface WantedLayout {
  /** Null: of the weights in use. */
  readonly epoch: number | null;
  readonly layout: LayoutProjection;
  /** Begins when training is over. */
  readonly waits: boolean;
}

/** The layout of a run that is being made. It goes on, whoever looks, until it is done, is stopped, or its trainer ends. */
export class LayoutJob {
  private readonly begunEmitter = new Emitter<LayoutProjection>();
  private readonly progressEmitter = new Emitter<LayoutProgress>();
  private readonly positionsEmitter = new Emitter<{ readonly positions: Float32Array }>();
  private readonly endedEmitter = new Emitter<Sentence | null>();

  readonly onBegun = this.begunEmitter.event;
  readonly onProgress = this.progressEmitter.event;
  readonly onPositions = this.positionsEmitter.event;
  /** Why it was not made; null: it is with the run. */
  readonly onEnded = this.endedEmitter.event;

  private job: (RunningLayout & { readonly stopping: AbortController }) | null = null;

  constructor(private readonly connected: () => Promise<TrainerClient>) {}

  get running(): RunningLayout | null {
    return this.job && { layout: this.job.layout, progress: this.job.progress };
  }

  /** @throws UserError layout.busy */
  begin(wanted: WantedLayout): void {
    if (this.job) throw new UserError('layout.busy');
    const { layout } = wanted;
    const stopping = new AbortController();
    this.job = { layout, progress: { phase: 'neighbours', fraction: 0 }, stopping };
    this.begunEmitter.fire(layout);
    void this.perform(wanted, stopping.signal);
  }

  stop(): void {
    this.job?.stopping.abort();
  }

  /** What its trainer tells of it. */
  listen(client: TrainerClient): void {
    client.on('layoutProgress', (progress) => {
      if (!this.job) return;
      this.job = { ...this.job, progress };
      this.progressEmitter.fire(progress);
    });
    client.on('layoutPositions', (shown) => this.job && this.positionsEmitter.fire(shown));
  }

  private async perform(wanted: WantedLayout, signal: AbortSignal): Promise<void> {
    let failure: Sentence | null = null;
    try {
      await (await this.connected()).call('layOut', wanted, signal);
    } catch (error) {
      const { code, params } = toWireError(error);
      failure = { code, params };
    }
    this.job = null;
    this.endedEmitter.fire(failure);
  }
}
