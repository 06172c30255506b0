import type { BackendChoice, DataConfig } from '../protocol/config';
import type { TrainerClient } from './trainer-client';

/** How long a trainer waits for a person to decide, ms: it takes memory. */
const patience = 10 * 60_000;

/**
 * A trainer that is started while a person still chooses what to train, or which run to open: to start a process and to
 * load what computes takes longer than to read most data. There is one at most, and it ends where nothing comes of the choice.
 */
export class SpareTrainer {
  private spare: TrainerClient | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly spawn: () => TrainerClient,
    private readonly backend: () => BackendChoice,
  ) {}

  /** Has a trainer ready that trains what `choose` may ask for. */
  during<T>(choose: () => Promise<T | undefined>): Promise<T | undefined> {
    // Where it cannot start, the run that needs it says why.
    void this.prepare()
      ?.call('warm', { backend: this.backend() })
      .catch(() => undefined);
    return this.awaiting(choose);
  }

  /** Has a trainer ready that opens the run that `choose` may name, and then `open`. What computes is loaded when it is asked for. */
  async toOpen<T>(choose: () => Promise<T | undefined>, open: (chosen: T) => void): Promise<void> {
    this.prepare();
    const chosen = await this.awaiting(choose);
    if (chosen !== undefined) open(chosen);
    // A run that is open already has its own.
    await this.drop();
  }

  private async awaiting<T>(choose: () => Promise<T | undefined>): Promise<T | undefined> {
    let chosen: T | undefined;
    try {
      chosen = await choose();
    } finally {
      if (chosen === undefined) void this.drop();
    }
    return chosen;
  }

  /** Has the one that waits read data, in case that a run of them is asked for. */
  read(data: DataConfig): void {
    void this.spare?.call('readAhead', { data }).catch(() => undefined);
  }

  /** The one that waits, or a new one. */
  take(): TrainerClient {
    return this.forget() ?? this.spawn();
  }

  /** Ends the one that waits. */
  async drop(): Promise<void> {
    await this.forget()?.stop();
  }

  /** The one that is started now; undefined where one waits already. */
  private prepare(): TrainerClient | undefined {
    if (this.spare) return undefined;
    const client = this.spawn();
    this.spare = client;
    this.timer = setTimeout(() => void this.drop(), patience);
    void client.stopped.then(() => {
      if (this.spare === client) this.forget();
    });
    return client;
  }

  private forget(): TrainerClient | undefined {
    const { spare } = this;
    this.spare = undefined;
    clearTimeout(this.timer);
    return spare;
  }
}
