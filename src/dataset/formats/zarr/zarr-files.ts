import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailure, isAbsent } from '../../bytes/failure';
import { readAt } from '../../bytes/positioned';
import type { ByteRange } from './zarrita';

/** The files of a Zarr store, by paths with slashes between folders; '' is the outermost one. */
export interface ZarrFiles {
  /** The folder or the archive that they are in. */
  readonly path: string;
  /** Bytes of a file; undefined where there is none. */
  size(name: string): Promise<number | undefined>;
  /** All of a file; undefined where there is none. @throws UserError where it cannot be read. */
  read(name: string): Promise<Buffer | undefined>;
  /** A part of a file, or as much of it as there is. */
  readRange(name: string, range: ByteRange): Promise<Uint8Array | undefined>;
  /** The names of the folders in a folder, in their order. */
  folders(name: string): Promise<string[]>;
  /** Of all files in a folder, and below. */
  bytesBelow(name: string): Promise<number>;
}

/** Those in a folder. */
export function folderFiles(path: string): ZarrFiles {
  async function bytesBelow(name: string): Promise<number> {
    let total = 0;
    for (const entry of await readdir(join(path, name), { withFileTypes: true })) {
      const below = `${name}/${entry.name}`;
      total += entry.isDirectory() ? await bytesBelow(below) : (await stat(join(path, below))).size;
    }
    return total;
  }
  async function attempt<T>(name: string, work: (path: string) => Promise<T>): Promise<T> {
    const place = join(path, name);
    return work(place).catch((error: unknown) => {
      throw fileFailure(error, place);
    });
  }
  const ifThere = <T>(name: string, work: (path: string) => Promise<T>): Promise<T | undefined> =>
    attempt(name, (place) =>
      work(place).catch((error: unknown) => {
        if (isAbsent(error)) return undefined;
        throw error;
      }),
    );
  return {
    path,
    size: (name) => ifThere(name, async (place) => (await stat(place)).size),
    read: (name) => ifThere(name, (place) => readFile(place)),
    readRange: (name, range) => ifThere(name, (place) => readRange(place, range)),
    folders: (name) =>
      attempt(name, async (place) => {
        const entries = await readdir(place, { withFileTypes: true });
        return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
      }),
    bytesBelow: (name) => attempt(name, () => bytesBelow(name)),
  };
}

async function readRange(path: string, range: ByteRange): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { begin, length } = within(range, (await file.stat()).size);
    const bytes = new Uint8Array(length);
    const filled = await readAt(file, bytes, begin);
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}

/** The part of a file of `size` bytes that a range asks for. */
export function within(range: ByteRange, size: number): { readonly begin: number; readonly length: number } {
  const begin = 'offset' in range ? range.offset : Math.max(0, size - range.suffixLength);
  const wanted = 'offset' in range ? range.length : range.suffixLength;
  return { begin, length: Math.max(0, Math.min(size - begin, wanted)) };
}
