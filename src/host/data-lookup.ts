import type { DataConfig } from '../protocol/config';
import type { DataSummary } from '../protocol/data';
import type { DownloadOffer, DownloadPlace, DownloadProgress } from '../protocol/download';
import { askTrainer } from './short-lived-trainer';
import type { TrainerClient } from './trainer-client';

const mostDataSets = 500;

/** Hears what can be downloaded before anything is looked for, or why nobody can tell; and then what is found. */
interface Told {
  found(summary: DataSummary): void;
  offers(offers: readonly DownloadOffer[]): void;
  failure(error: unknown): void;
}

/** Asks what data there are. Each question has a short-lived trainer of its own, which a cancelled one ends. */
export class DataLookup {
  constructor(private readonly spawn: () => TrainerClient) {}

  describe(data: DataConfig, signal?: AbortSignal): Promise<DataSummary> {
    return askTrainer(this.spawn(), (trainer) => trainer.call('describe', { data }, signal));
  }

  /** The data sets below folders and among what was downloaded. Answers whether something was left out. */
  discover(
    folders: readonly string[],
    downloads: DownloadPlace,
    told: Told,
    signal?: AbortSignal,
  ): Promise<{ readonly incomplete: boolean }> {
    return askTrainer(this.spawn(), async (trainer) => {
      const offers = await trainer.call('downloads', downloads, signal).catch((error: unknown) => {
        told.failure(error);
        return [];
      });
      told.offers(offers);
      const kept = offers.filter(isComplete).map(({ folder }) => folder);
      trainer.on('found', told.found);
      return trainer.call('discover', { folders: [...folders, ...kept], limit: mostDataSets }, signal);
    });
  }

  /** Answers the path of the data. */
  download(
    name: string,
    place: DownloadPlace,
    onProgress: (progress: DownloadProgress) => void,
    signal: AbortSignal,
  ): Promise<string> {
    return askTrainer(this.spawn(), async (trainer) => {
      trainer.on('downloading', onProgress);
      return (await trainer.call('download', { ...place, name }, signal)).path;
    });
  }
}

/** Whether all files of a data set are there. */
export function isComplete({ missing }: DownloadOffer): boolean {
  return missing === 0;
}
