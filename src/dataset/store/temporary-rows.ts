import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../bytes/cache-folder';
import { sweep } from './left-behind';
import { checkRoom, spoolFailure } from './room';
import { RowFile } from './row-file';

/** Files of this process that have to go when it ends. */
const own = new Set<string>();
let isSeenTo = false;
/** The process, and what no other file has: an earlier process may have had that number. */
const fileName = /^(\d+)-[\da-f]+\.rows$/;

/**
 * Room for rows in the user's cache folder. The file goes with the process; what a process leaves behind that was killed,
 * the next to make one removes.
 * @param source The data that the rows are of, for messages.
 * @param count How many rows there will be at most.
 * @throws UserError data.spool.room, data.spool.failed, which later everything that is done with the rows throws, too.
 */
export async function temporaryRows(source: string, count: number, bytesPerRow: number): Promise<RowFile> {
  const folder = join(cacheFolder(), 'rows');
  const path = join(folder, `${process.pid}-${randomBytes(8).toString('hex')}.rows`);
  const failure = (error: unknown) => spoolFailure(error, source, path);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await sweep(folder, fileName);
    await checkRoom(source, folder, count * bytesPerRow);
    const file = await open(path, 'wx+', 0o600);
    if (!isSeenTo) process.once('exit', removeOwn);
    isSeenTo = true;
    own.add(path);
    return new RowFile({ path, bytesPerRow, failure }, file);
  } catch (error) {
    throw failure(error);
  }
}

/** Lets go of rows for good. */
export async function removeRows(rows: RowFile): Promise<void> {
  await rows.close();
  await rm(rows.path, { force: true });
  own.delete(rows.path);
}

function removeOwn(): void {
  for (const path of own) rmSync(path, { force: true });
}
