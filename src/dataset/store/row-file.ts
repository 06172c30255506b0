import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../../protocol/errors';
import { breathe, type Task } from '../../task';
import { allocate } from '../bytes/memory';
import { readAt, writeAt } from '../bytes/positioned';
import { sideBySide } from '../bytes/side-by-side';

/** Bytes that are read or written at once, and reads under way at a time. */
const pieceBytes = 1 << 22;
const lanes = 8;
const runsPerBreath = 256;

export interface RowFileOptions {
  readonly path: string;
  readonly bytesPerRow: number;
  /** What goes wrong with the file, as a sentence for a person. */
  failure(error: unknown): UserError;
  /** Is a file of that name the same as before? Asked when it is opened again. */
  isSame?(file: FileHandle): Promise<boolean>;
}

/** Rows of bytes, all of one width, one after the other in a file: written from front to back, read anywhere. */
export class RowFile {
  /** Bytes written so far. */
  private end = 0;
  private file: Promise<FileHandle> | null;

  constructor(
    private readonly options: RowFileOptions,
    file: FileHandle,
  ) {
    this.file = Promise.resolve(file);
  }

  get path(): string {
    return this.options.path;
  }

  get bytesPerRow(): number {
    return this.options.bytesPerRow;
  }

  /** Rows written so far. */
  get rows(): number {
    return this.end / this.bytesPerRow;
  }

  /** Puts bytes behind those that are there. @throws UserError as `failure` has it. */
  append({ buffer, byteOffset, byteLength }: Uint8Array | Float32Array): Promise<void> {
    return this.attempt(async (file) => {
      for (let at = 0; at < byteLength; at += pieceBytes) {
        const piece = new Uint8Array(buffer, byteOffset + at, Math.min(pieceBytes, byteLength - at));
        await writeAt(file, piece, this.end);
        this.end += piece.length;
      }
    });
  }

  /** Lays the rows from `begin` to `end` (exclusive) into memory of their own. @throws UserError as `append`. */
  async read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const { bytesPerRow } = this;
    const bytes = allocate((end - begin) * bytesPerRow);
    await this.attempt((file) => fill(file, bytes, begin * bytesPerRow));
    return bytes;
  }

  /** Lays the rows of these places into `target`, one after the other. @throws UserError as `append`; process.cancelled. */
  async gather(places: Uint32Array, target: Uint8Array, task: Task = {}): Promise<void> {
    const { bytesPerRow } = this;
    const runs = [...runsOf(places, Math.max(1, Math.floor(pieceBytes / bytesPerRow)))];
    await this.attempt((file) =>
      sideBySide(runs.length, lanes, async (i) => {
        if (i % runsPerBreath === 0) {
          await breathe(task.signal);
          task.onProgress?.(i / runs.length);
        }
        const { begin, end } = runs[i];
        await fill(file, target.subarray(begin * bytesPerRow, end * bytesPerRow), places[begin] * bytesPerRow);
      }),
    );
  }

  /** Does something with the open file. @throws UserError as `append`. */
  async attempt<T>(work: (file: FileHandle) => Promise<T>): Promise<T> {
    try {
      this.file ??= this.reopened();
      return await work(await this.file);
    } catch (error) {
      throw error instanceof UserError ? error : this.options.failure(error);
    }
  }

  /** Lets go of the file until it is needed again. */
  async close(): Promise<void> {
    const { file } = this;
    this.file = null;
    const opened = await file?.catch(() => null);
    await opened?.close();
  }

  private async reopened(): Promise<FileHandle> {
    const { path, isSame } = this.options;
    const file = await open(path, 'r');
    if (!isSame || (await isSame(file).catch(() => false))) return file;
    await file.close();
    throw new Error('the file is not the one that was there before');
  }
}

async function fill(file: FileHandle, target: Uint8Array, position: number): Promise<void> {
  if ((await readAt(file, target, position)) < target.length) throw new Error('the file is shorter than it was');
}

/** Stretches of neighbouring places, of `longest` at most: their indices in `places`. */
function* runsOf(places: Uint32Array, longest: number): Generator<{ readonly begin: number; readonly end: number }> {
  for (let begin = 0, end = 1; begin < places.length; begin = end, end = begin + 1) {
    while (end < places.length && end - begin < longest && places[end] === places[end - 1] + 1) end++;
    yield { begin, end };
  }
}
