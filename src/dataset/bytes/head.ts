import { UserError } from '../../protocol/errors';
import { withReader } from './byte-reader';

/** As much of a file is looked at. */
const lookedAt = 1 << 16;

/** The beginning of a file: its format is told by it, and its name has no say. */
export interface FileHead {
  readonly path: string;
  /** Decompressed. */
  readonly bytes: Buffer;
  /** There is nothing behind it. */
  readonly isWhole: boolean;
  /** By gzip. */
  readonly compressed: boolean;
  /** Of the file, as it is stored. */
  readonly storedBytes: number;
}

/** @throws UserError when the file is empty or cannot be read. */
export async function readFileHead(path: string, signal?: AbortSignal): Promise<FileHead> {
  return withReader(path, signal, async (reader) => {
    const bytes = await reader.take(lookedAt);
    if (bytes.length === 0) throw new UserError('data.empty', { path });
    return {
      path,
      bytes,
      isWhole: bytes.length < lookedAt,
      compressed: reader.compressed,
      storedBytes: reader.storedBytes,
    };
  });
}

/** @param magic A character for each byte. */
export function startsWith(head: Uint8Array, magic: string): boolean {
  if (head.length < magic.length) return false;
  for (let i = 0; i < magic.length; i++) if (head[i] !== magic.charCodeAt(i)) return false;
  return true;
}
