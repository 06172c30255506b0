import { join } from 'node:path';
import type { DownloadOffer, DownloadPlace, DownloadProgress } from '../protocol/download';
import type { UserError } from '../protocol/errors';
import { addressOf, type Catalogue, catalogue, findSet, type RemoteSet } from './catalogue';
import { downloadFolder } from './data-folder';
import { downloadFile, type Patience, usualPatience } from './file-download';
import { hasSize, sha256Of } from './partial-file';
import { SetProgress } from './set-progress';

export interface DownloadOptions extends DownloadPlace {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Hears of failures after which it is tried again. */
  readonly onFailure?: (failure: UserError) => void;
  readonly sets?: Catalogue;
  readonly patience?: Patience;
  readonly environment?: NodeJS.ProcessEnv;
}

/** What can be downloaded and what of it is there already, by the sizes of its files. Reaches no network. */
export async function downloadOffers(options: DownloadOptions = {}): Promise<DownloadOffer[]> {
  return Promise.all((options.sets ?? catalogue).map((set) => offerOf(set, options)));
}

/**
 * Downloads what is missing of a data set, or not as it should be, and answers the path of its training examples.
 * Each file is there whole, with its checksum, or not at all.
 * @throws UserError download.*, data.unwritable, process.cancelled; the same call then goes on from what has arrived.
 */
export async function downloadDataSet(name: string, options: DownloadOptions = {}): Promise<string> {
  const { sets = catalogue, environment = process.env, patience = usualPatience, signal, proxy } = options;
  const set = findSet(name, sets);
  const folder = folderOf(set, options);
  const address = addressOf(set, options.mirror);
  const plainHosts = new Set(
    sets
      .map((one) => new URL(one.address))
      .filter(isPlain)
      .map(({ host }) => host),
  );
  const progress = new SetProgress(set, options.onProgress ?? (() => undefined));
  try {
    for (const file of set.files) {
      const target = join(folder, file.name);
      if ((await sha256Of(target, file.bytes, signal)) !== file.sha256) {
        await downloadFile(file, new URL(file.name, address), target, {
          patience,
          environment,
          proxy,
          signal,
          plainHosts,
          onBytes: (bytes) => progress.within(bytes),
          onFailure: options.onFailure ?? (() => undefined),
        });
      }
      progress.finished(file.bytes);
    }
  } finally {
    progress.stop();
  }
  return join(folder, set.training);
}

async function offerOf(set: RemoteSet, options: DownloadOptions): Promise<DownloadOffer> {
  const folder = folderOf(set, options);
  const isThere = await Promise.all(set.files.map(({ name, bytes }) => hasSize(join(folder, name), bytes)));
  return {
    name: set.name,
    title: set.title,
    host: addressOf(set, options.mirror).host,
    folder,
    files: set.files,
    bytes: set.files.reduce((sum, { bytes }) => sum + bytes, 0),
    missing: set.files.reduce((sum, { bytes }, i) => sum + (isThere[i] ? 0 : bytes), 0),
  };
}

function folderOf({ name }: RemoteSet, { folder, environment = process.env }: DownloadOptions): string {
  return join(folder || downloadFolder(environment), name);
}

function isPlain({ protocol }: URL): boolean {
  return protocol === 'http:';
}
