import { constants } from 'node:fs';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';

/** Writes a file whole or not at all: under a temporary name, synced, renamed. Pieces are written one after the other. */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await rm(temporary, { force: true });
    // A new file: a link of that name would lead elsewhere.
    const file = await open(temporary, 'wx');
    try {
      await writeFile(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

const appending = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);

/**
 * Appends one line and syncs it. A torn last line, from a crash, is ended first so that it costs only itself. A file that has
 * another name, too, as in copies of folders by hard links, is replaced: the copy stays as it is.
 * @throws where the path is a symbolic link.
 */
export async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, appending, 0o666);
  try {
    const { size, nlink } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const torn = size > 0 && last[0] !== 0x0a;
    const text = `${torn ? '\n' : ''}${line}\n`;
    if (nlink > 1) return await writeFileAtomic(path, Buffer.concat([await readFile(path), Buffer.from(text)]));
    await file.appendFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
}
