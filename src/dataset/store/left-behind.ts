import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive } from '../../process-alive';

interface Patience {
  /** What was written to within so many milliseconds stays: a process of another machine or container cannot be asked. */
  readonly quiet?: number;
  /** What was not for longer goes, even if there is a process of that number again. */
  readonly forgotten?: number;
}

/** Removes the files that processes have left behind that were killed. @param owner Its first group is a process's number. */
export async function sweep(
  folder: string,
  owner: RegExp,
  { quiet = 0, forgotten = Number.POSITIVE_INFINITY }: Patience = {},
): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = owner.exec(name)?.[1];
    if (pid === undefined) continue;
    const path = join(folder, name);
    const status = quiet > 0 || forgotten < Number.POSITIVE_INFINITY ? await stat(path).catch(() => null) : null;
    const rest = status ? Date.now() - status.mtimeMs : 0;
    if (rest > forgotten || (rest >= quiet && !isProcessAlive(Number(pid)))) await rm(path, { force: true });
  }
}
