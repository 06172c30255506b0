import type { DataConfig } from '../protocol/config';
import type { DataSummary } from '../protocol/data';
import type { TrainerClient } from './trainer-client';

const mostDataSets = 100;

/** Asks what data there are. Each question has a short-lived trainer of its own, which a cancelled one ends. */
export class DataLookup {
  constructor(private readonly spawn: () => TrainerClient) {}

  describe(data: DataConfig, signal?: AbortSignal): Promise<DataSummary> {
    return this.ask((trainer) => trainer.call('describe', { data }, signal));
  }

  discover(folders: readonly string[], signal?: AbortSignal): Promise<readonly DataSummary[]> {
    if (folders.length === 0) return Promise.resolve([]);
    return this.ask((trainer) => trainer.call('discover', { folders, limit: mostDataSets }, signal));
  }

  private async ask<T>(question: (trainer: TrainerClient) => Promise<T>): Promise<T> {
    const trainer = this.spawn();
    try {
      return await question(trainer);
    } finally {
      void trainer.stop();
    }
  }
}
