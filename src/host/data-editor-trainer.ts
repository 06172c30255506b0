import type { Disposable } from './event';
import type { TrainerClient } from './trainer-client';

/** How long the process waits for another editor after the last was closed, in milliseconds. */
const usualPatience = 30_000;

/** The one trainer process that data editors and pages of configurations share: started for the first, and ended a while after the last. */
export class DataEditorTrainer {
  private client: TrainerClient | undefined;
  private users = 0;
  private ending: ReturnType<typeof setTimeout> | undefined;
  private nextView = 1;

  constructor(
    private readonly spawn: () => TrainerClient,
    private readonly patience = usualPatience,
  ) {}

  /** Keeps the process for an editor. `view` is the number of its view there. */
  use(): Disposable & { readonly view: number } {
    clearTimeout(this.ending);
    this.users++;
    let released = false;
    return {
      view: this.nextView++,
      dispose: () => {
        if (released) return;
        released = true;
        if (--this.users === 0) this.ending = setTimeout(() => this.end(), this.patience);
      },
    };
  }

  /** The process; a new one where there is none, or none any more. */
  get(): TrainerClient {
    if (this.client?.pid === undefined) this.client = this.spawn();
    return this.client;
  }

  /** The process, where there is one. */
  get running(): TrainerClient | undefined {
    return this.client?.pid === undefined ? undefined : this.client;
  }

  async end(): Promise<void> {
    clearTimeout(this.ending);
    const { client } = this;
    this.client = undefined;
    await client?.stop();
  }
}
