import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../protocol/errors';
import { cacheFolder } from '../bytes/cache-folder';
import { product } from '../bytes/elements';
import { sweep } from './left-behind';
import { checkRoom, spoolFailure } from './room';
import { RowFile } from './row-file';
import { type DecodedFile, encodeIndex, magic, type RowIndex, readIndex, readMark } from './row-index';

/** What decoded images depend on, besides their files. */
export interface RowsKey {
  /** The folder or table that names the images. */
  readonly source: string;
  /** Of an image: so many bytes are a row. */
  readonly shape: readonly number[];
  /** What decodes: two libraries may round differently. */
  readonly decoder: string;
}

/** Rows of an earlier load, and which of them is whose. */
export interface KeptRows {
  readonly rows: RowFile;
  readonly index: RowIndex;
}

const ending = '.images';
/** While it is being written, by which process. */
const unfinished = /\.(\d+)-[0-9a-f-]+\.tmp$/;
/** Of all that are kept: the longest unused are removed first. */
const largestFolderBytes = 2 ** 32;
const patience = { quiet: 600_000, forgotten: 86_400_000 };

/**
 * The decoded images of an earlier load. They are kept in the user's cache folder, one file for a data set and shape: every
 * image that could be read, in order, and an index. Deleting any of it costs time only. Null where there is none, or none that
 * holds together.
 */
export async function openKept(key: RowsKey): Promise<KeptRows | null> {
  const path = pathOf(key);
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const index = await readIndex(file, product(key.shape));
    if (index) {
      await utimes(path, new Date(), new Date()).catch(() => {});
      return { rows: keptFile(key, index.mark, file), index };
    }
  } catch {
    // Whatever is wrong with it, the images themselves are there.
  }
  await file?.close();
  return null;
}

function keptFile(key: RowsKey, mark: Buffer, file: FileHandle): RowFile {
  const path = pathOf(key);
  return new RowFile(
    {
      path,
      bytesPerRow: product(key.shape),
      failure(error) {
        const reason = error instanceof Error ? error.message : String(error);
        return new UserError('data.images.copyLost', { path: key.source, file: path, reason }, { cause: error });
      },
      isSame: async (reopened) => (await readMark(reopened))?.equals(mark) ?? false,
    },
    file,
  );
}

/**
 * Writes rows to be kept from front to back, under a temporary name until they are finished. What goes wrong ends it, and
 * leaves nothing behind.
 */
export class KeptRowsWriter {
  private constructor(
    private readonly key: RowsKey,
    private readonly rows: RowFile,
  ) {}

  /**
   * @param count How many rows there will be at most. There must be room for them.
   * @throws UserError data.spool.room, data.spool.failed.
   */
  static async create(key: RowsKey, count: number): Promise<KeptRowsWriter> {
    const final = pathOf(key);
    // Processes of other containers may have the same id.
    const path = `${final}.${process.pid}-${randomUUID()}.tmp`;
    const failure = (error: unknown) => spoolFailure(error, key.source, path);
    const bytesPerRow = product(key.shape);
    try {
      await mkdir(folderPath(), { recursive: true, mode: 0o700 });
      // Before more room is taken.
      await prune(final);
      await checkRoom(key.source, folderPath(), count * bytesPerRow);
      return new KeptRowsWriter(key, new RowFile({ path, bytesPerRow, failure }, await open(path, 'wx+', 0o600)));
    } catch (error) {
      throw failure(error);
    }
  }

  /** Rows written. */
  get count(): number {
    return this.rows.rows;
  }

  /** Puts rows behind those that are there. @throws UserError data.spool.failed. */
  add(rows: Uint8Array): Promise<void> {
    return this.orAbandon(() => this.rows.append(rows));
  }

  /**
   * Makes them those that are kept, with all that has been added.
   * @param names Those of all files; there may be more than outcomes.
   * @param files What became of each; those that could be read have been added in this order.
   * @throws UserError data.spool.failed.
   */
  finish(names: readonly string[], files: readonly DecodedFile[]): Promise<RowFile> {
    const { key, rows } = this;
    return this.orAbandon(async () => {
      for (const piece of encodeIndex(names, files)) await rows.append(piece);
      return rows.attempt(async (file) => {
        await file.sync();
        const mark = await readMark(file);
        if (!mark) throw new Error('what was written is not there');
        await rename(rows.path, pathOf(key));
        await prune(pathOf(key)).catch(() => {});
        return keptFile(key, mark, file);
      });
    });
  }

  /** Ends what was interrupted: kept, with what has been added, if that is more rows than those of before. */
  async keepIfMore(than: number, names: readonly string[], files: readonly DecodedFile[]): Promise<void> {
    if (this.count <= than) return this.abandon();
    const kept = await this.finish(names, files).catch(() => null);
    await kept?.close();
  }

  private async orAbandon<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.abandon();
      throw error;
    }
  }

  /** Ends it without a trace. */
  private async abandon(): Promise<void> {
    await this.rows.close().catch(() => {});
    await rm(this.rows.path, { force: true }).catch(() => {});
  }
}

/**
 * Removes what writers left behind that were ended, and of the finished files those that were used the longest ago, until
 * the rest is within bounds.
 * @param inUse A file that stays, however large it is.
 */
export async function prune(inUse: string): Promise<void> {
  const folder = folderPath();
  await sweep(folder, unfinished, patience);
  const found = await Promise.all(
    (await readdir(folder))
      .filter((name) => name.endsWith(ending))
      .map(async (name) => {
        const path = join(folder, name);
        const status = await stat(path).catch(() => null);
        return { path, bytes: status?.size ?? 0, used: status?.mtimeMs ?? 0 };
      }),
  );
  found.sort((a, b) => b.used - a.used);
  let total = 0;
  for (const { path, bytes } of found) {
    total += bytes;
    if (total > largestFolderBytes && path !== inUse) await rm(path, { force: true });
  }
}

/** Where rows of that key are. */
function pathOf({ source, shape, decoder }: RowsKey): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([magic, source, shape, decoder]))
    .digest('hex');
  return join(folderPath(), `${hash.slice(0, 32)}${ending}`);
}

function folderPath(): string {
  return join(cacheFolder(), 'images');
}
