import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive } from '../../process-alive';
import { cacheFolder } from '../bytes/cache-folder';
import { writeAt } from '../bytes/write-at';
import { spoolFailure } from './failure';
import { checkRoom } from './room';

/** Numbers of whole rows, row-major. */
export type Rows = Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/** Files of this process that have to go when it ends. */
const own = new Set<string>();
let isSeenTo = false;
/** The process, and what no other file has: an earlier process may have had that number. */
const rowFileName = /^(\d+)-[\da-f]+\.rows$/;

/**
 * Rows of numbers of one width in a temporary file in the user's cache folder: written from front to back, read anywhere.
 * The file goes with the process; what a process leaves behind that was killed, the next to make one removes.
 */
export class RowFile {
  /** Rows written so far. */
  rows = 0;
  private file: FileHandle | null = null;

  private constructor(
    private readonly source: string,
    private readonly path: string,
    private readonly width: number,
    private readonly type: 'bytes' | 'floats',
  ) {}

  /**
   * @param source The data that the rows are of, for messages.
   * @param count How many rows there will be at most. There must be room for them.
   * @param width Numbers in a row.
   * @throws UserError data.spool.room, data.spool.failed.
   */
  static async create(source: string, count: number, width: number, type: 'bytes' | 'floats'): Promise<RowFile> {
    const folder = join(cacheFolder(), 'rows');
    const path = join(folder, `${process.pid}-${randomBytes(8).toString('hex')}.rows`);
    const rows = new RowFile(source, path, width, type);
    await rows.attempt(async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await sweep(folder);
      await checkRoom(source, folder, count * rows.bytesPerRow);
      rows.file = await open(path, 'wx+', 0o600);
    });
    if (!isSeenTo) process.once('exit', removeOwn);
    isSeenTo = true;
    own.add(path);
    return rows;
  }

  get bytesPerRow(): number {
    return this.width * (this.type === 'bytes' ? 1 : Float32Array.BYTES_PER_ELEMENT);
  }

  /** Puts whole rows behind those that are there. @throws UserError data.spool.failed. */
  async append(values: Uint8Array | Float32Array): Promise<void> {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    await this.attempt(async () => {
      await writeAt(await this.opened(), bytes, this.rows * this.bytesPerRow);
    });
    this.rows += bytes.length / this.bytesPerRow;
  }

  /** The rows from `begin` to `end` (exclusive), in memory of their own. @throws UserError data.spool.failed. */
  async read(begin: number, end: number): Promise<Rows> {
    const bytes = new Uint8Array((end - begin) * this.bytesPerRow);
    await this.attempt(async () => {
      const file = await this.opened();
      const start = begin * this.bytesPerRow;
      for (let at = 0; at < bytes.length; ) {
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at);
        if (bytesRead === 0) throw new Error('the file is shorter than it was');
        at += bytesRead;
      }
    });
    return this.type === 'bytes' ? bytes : new Float32Array(bytes.buffer);
  }

  /** Lets go of the file until it is read again. */
  async close(): Promise<void> {
    const { file } = this;
    this.file = null;
    await file?.close();
  }

  /** Lets go of the file for good. */
  async remove(): Promise<void> {
    await this.close();
    await rm(this.path, { force: true });
    own.delete(this.path);
  }

  private async opened(): Promise<FileHandle> {
    this.file ??= await open(this.path, 'r+');
    return this.file;
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw spoolFailure(error, this.source, this.path);
    }
  }
}

/** Removes the files of processes that have ended. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(rowFileName.exec(name)?.[1] ?? process.pid);
    if (!isProcessAlive(pid)) await rm(join(folder, name), { force: true });
  }
}

function removeOwn(): void {
  for (const path of own) rmSync(path, { force: true });
}
