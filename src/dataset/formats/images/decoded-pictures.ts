import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../../../protocol/errors';
import { breathe, type Task } from '../../../task';
import { sideBySide } from '../../bytes/side-by-side';
import { readMark } from './decoded-index';

/** Bytes that are read at once, and reads under way at a time. */
const pieceBytes = 1 << 22;
const lanes = 8;
const runsPerBreath = 256;

/** The pictures of a finished cache file: all of one size, one after the other. */
export class DecodedPictures {
  private file: Promise<FileHandle> | null;

  /**
   * @param source The folder or table that the images are of, for messages.
   * @param pictureBytes Bytes of a picture.
   * @param mark By which the file is known again.
   */
  constructor(
    private readonly source: string,
    private readonly path: string,
    private readonly pictureBytes: number,
    private readonly mark: Buffer,
    file: FileHandle,
  ) {
    this.file = Promise.resolve(file);
  }

  /**
   * Lays the pictures of these places into `target`, one after the other.
   * @throws UserError data.images.copyLost when the file is not there any more, or is another; process.cancelled.
   */
  async read(places: Uint32Array, target: Uint8Array, task: Task = {}): Promise<void> {
    const { pictureBytes } = this;
    const runs = [...runsOf(places, Math.max(1, Math.floor(pieceBytes / pictureBytes)))];
    try {
      this.file ??= this.reopened();
      const file = await this.file;
      await sideBySide(runs.length, lanes, async (i) => {
        if (i % runsPerBreath === 0) {
          await breathe(task.signal);
          task.onProgress?.(i / runs.length);
        }
        const { begin, end } = runs[i];
        const length = (end - begin) * pictureBytes;
        const { bytesRead } = await file.read(target, begin * pictureBytes, length, places[begin] * pictureBytes);
        if (bytesRead < length) throw new Error('the file is shorter than it was');
      });
    } catch (error) {
      if (error instanceof UserError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError('data.images.copyLost', { path: this.source, file: this.path, reason }, { cause: error });
    }
  }

  /** Lets go of the file until it is read again. */
  async close(): Promise<void> {
    const { file } = this;
    this.file = null;
    const opened = await file?.catch(() => null);
    await opened?.close();
  }

  private async reopened(): Promise<FileHandle> {
    const file = await open(this.path, 'r');
    const mark = await readMark(file).catch(() => null);
    if (mark?.equals(this.mark)) return file;
    await file.close();
    throw new Error('the file is not the one that was there before');
  }
}

/** Stretches of neighbouring places, of `longest` at most: their indices in `places`. */
function* runsOf(places: Uint32Array, longest: number): Generator<{ readonly begin: number; readonly end: number }> {
  for (let begin = 0, end = 1; begin < places.length; begin = end, end = begin + 1) {
    while (end < places.length && end - begin < longest && places[end] === places[end - 1] + 1) end++;
    yield { begin, end };
  }
}
