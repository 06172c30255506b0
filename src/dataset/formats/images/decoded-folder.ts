import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive } from '../../../process-alive';
import { cacheFolder } from '../../bytes/cache-folder';
import type { ImageShape } from '../../examples/encoding/pixels';
import { magic } from './decoded-index';

/** What decoded pixels depend on, besides the files. */
export interface CacheKey {
  /** The folder or table that names the images. */
  readonly source: string;
  readonly shape: ImageShape;
  /** What decodes: two libraries may round differently. */
  readonly decoder: string;
}

const ending = '.images';
/** While it is being written, by which process. */
const unfinished = /\.(\d+)-[0-9a-f-]+\.tmp$/;
/** Of all that are kept: the longest unused are removed first. */
const largestFolderBytes = 2 ** 32;
/** What nobody has written to for so long is not being written; a process of another machine cannot be asked. */
const quietMs = 600_000;
const forgottenMs = 86_400_000;

/** Where the cache for `key` is. */
export function pathOf({ source, shape, decoder }: CacheKey): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([magic, source, shape, decoder]))
    .digest('hex');
  return join(folderPath(), `${hash.slice(0, 32)}${ending}`);
}

/** Makes the folder, and gives a name for a file that will be the one at `path`. */
export async function temporaryPath(path: string): Promise<string> {
  await mkdir(folderPath(), { recursive: true, mode: 0o700 });
  // Processes of other containers may have the same id.
  return `${path}.${process.pid}-${randomUUID()}.tmp`;
}

/**
 * Removes what writers left behind that were ended, and of the finished files those that were used the longest ago, until
 * the rest is within bounds.
 * @param inUse A file that stays, however large it is.
 */
export async function prune(inUse: string): Promise<void> {
  const folder = folderPath();
  const found = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name);
      const status = await stat(path).catch(() => null);
      return { path, bytes: status?.size ?? 0, used: status?.mtimeMs ?? 0 };
    }),
  );
  found.sort((a, b) => b.used - a.used);
  let total = 0;
  for (const { path, bytes, used } of found) {
    const isFinished = path.endsWith(ending);
    if (isFinished) total += bytes;
    const isUseless = isFinished ? total > largestFolderBytes : isLeftBehind(path, Date.now() - used);
    if (isUseless && path !== inUse) await rm(path, { force: true });
  }
}

function isLeftBehind(path: string, quiet: number): boolean {
  const pid = Number(unfinished.exec(path)?.[1] ?? process.pid);
  return quiet > forgottenMs || (quiet > quietMs && !isProcessAlive(pid));
}

function folderPath(): string {
  return join(cacheFolder(), 'images');
}
