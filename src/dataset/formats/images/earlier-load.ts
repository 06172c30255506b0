import { stat } from 'node:fs/promises';
import { breathe, type Task } from '../../../task';
import { sideBySide } from '../../bytes/side-by-side';
import { openKept, type RowsKey } from '../../store/kept-rows';
import type { RowFile } from '../../store/row-file';
import type { FileState, KnownFile } from '../../store/row-index';
import type { ImageFiles } from './image-list';

const filesPerBreath = 1024;
const lanes = 16;

/** What an earlier load of the same folder or table has kept, of the files as they are now. */
export class EarlierLoad {
  private constructor(
    readonly rows: RowFile,
    /** Rows that are kept, of whatever files. */
    readonly count: number,
    /** By file; undefined where nothing is known of it in its present state: time of change and length. */
    readonly known: readonly (KnownFile | undefined)[],
  ) {}

  /** Null where there is none. @throws UserError process.cancelled. */
  static async find(key: RowsKey, { place, files }: ImageFiles, task: Task): Promise<EarlierLoad | null> {
    const kept = await openKept(key);
    if (!kept) return null;
    const known: (KnownFile | undefined)[] = new Array(files.length).fill(undefined);
    let done = 0;
    try {
      await sideBySide(files.length, lanes, async (i) => {
        if (done++ % filesPerBreath === 0) {
          await breathe(task.signal);
          task.onProgress?.(done / files.length);
        }
        const own = kept.index.files.get(files[i]);
        const { modified, bytes } = await place.state(files[i]);
        if (own?.modified === modified && own.bytes === bytes) known[i] = own;
      });
    } catch (error) {
      await kept.rows.close();
      throw error;
    }
    return new EarlierLoad(kept.rows, kept.index.rows, known);
  }

  /**
   * What is known of the files from `begin` to `end`, of which the i-th one's pixels are laid where the i-th picture of
   * `room` lies. Nothing where the rows cannot be read any more.
   */
  async take(begin: number, end: number, room: Uint8Array): Promise<readonly (KnownFile | undefined)[]> {
    const known = this.known.slice(begin, end);
    const size = room.length / known.length;
    const rows: number[] = [];
    const places: number[] = [];
    for (const [row, file] of known.entries()) {
      if (!file || 'reason' in file) continue;
      rows.push(row);
      places.push(file.place);
    }
    try {
      await this.rows.gather(Uint32Array.from(places), room.subarray(0, rows.length * size));
    } catch {
      return [];
    }
    // None comes before its place in the row, so that the last are moved first.
    for (let i = rows.length - 1; i >= 0 && rows[i] > i; i--) room.copyWithin(rows[i] * size, i * size, (i + 1) * size);
    return known;
  }
}

/** A file that is not there has a state that none is in. */
export async function stateOf(path: string): Promise<FileState> {
  const status = await stat(path).catch(() => null);
  return { modified: status?.mtimeMs ?? 0, bytes: status?.size ?? 0 };
}
