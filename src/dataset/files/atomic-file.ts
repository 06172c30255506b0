import { open, rename, rm, writeFile } from 'node:fs/promises';

/** Writes a file whole or not at all: under a temporary name, synced, renamed. Pieces are written one after the other. */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, 'w');
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

/** Appends one line and syncs it. A torn last line, from a crash, is ended first so that it costs only itself. */
export async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, 'a+');
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const torn = size > 0 && last[0] !== 0x0a;
    await file.appendFile(`${torn ? '\n' : ''}${line}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
}
