import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainerClient } from '../host/trainer-client';
import { type Reader, readerOf } from './reader';

/** Processes with a run opened that are kept for the next question. */
const mostOpened = 2;
/** They hold a run's data in memory: so long after the last question they end. */
const idleMilliseconds = 5 * 60_000;

interface Opened {
  readonly client: TrainerClient;
  readonly loaded: Promise<unknown>;
  /** When the run was last written to, as it was opened. */
  readonly written: number;
}

/** Trainer processes that answer tools, each started when it is first needed. */
export class Trainers {
  private idle: NodeJS.Timeout | undefined;
  private loose: TrainerClient | undefined;
  /** By the folder of the run; the last used at the end. */
  private readonly opened = new Map<string, Opened>();

  constructor(private readonly start: () => TrainerClient) {}

  /** One with nothing opened. */
  free(): Reader {
    this.touch();
    if (this.loose?.pid === undefined) this.loose = this.start();
    return readerOf(this.asking(this.loose));
  }

  /** One with a run opened, as it is now on disk. */
  async withRun(directory: string, signal: AbortSignal): Promise<Reader> {
    this.touch();
    const written = await lastWritten(directory);
    let run = this.opened.get(directory);
    if (run && (run.client.pid === undefined || run.written !== written)) {
      this.close(directory);
      run = undefined;
    }
    run ??= this.open(directory, written, signal);
    this.opened.delete(directory);
    this.opened.set(directory, run);
    for (const oldest of [...this.opened.keys()].slice(0, -mostOpened)) this.close(oldest);
    try {
      await run.loaded;
    } catch (error) {
      this.close(directory);
      throw error;
    }
    return readerOf(this.asking(run.client));
  }

  /** Ends all of them. */
  end(): void {
    clearTimeout(this.idle);
    for (const directory of [...this.opened.keys()]) this.close(directory);
    void this.loose?.stop();
    this.loose = undefined;
  }

  private open(directory: string, written: number, signal: AbortSignal): Opened {
    const client = this.start();
    const loaded = client.call('open', { directory, backend: 'auto' }, signal);
    // Who waits for it hears of it.
    loaded.catch(() => {});
    return { client, loaded, written };
  }

  private close(directory: string): void {
    void this.opened.get(directory)?.client.stop();
    this.opened.delete(directory);
  }

  private asking(client: TrainerClient): Reader['call'] {
    return async (method, params, signal) => {
      try {
        return await client.call(method, params, signal);
      } finally {
        this.touch();
      }
    };
  }

  private touch(): void {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.end(), idleMilliseconds);
    this.idle.unref();
  }
}

async function lastWritten(directory: string): Promise<number> {
  return stat(join(directory, 'run.json')).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
