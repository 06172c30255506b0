import type { FileHandle } from 'node:fs/promises';

/** Fills `target`, which one call of the system may not do. Returns how much of it: less where the file ends before. */
export async function readAt(file: FileHandle, target: Uint8Array, position: number): Promise<number> {
  for (let at = 0; at < target.length; ) {
    const { bytesRead } = await file.read(target, at, target.length - at, position + at);
    if (bytesRead === 0) return at;
    at += bytesRead;
  }
  return target.length;
}

/** Writes all of the bytes, which one call of the system may not. */
export async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at);
    at += bytesWritten;
  }
}
