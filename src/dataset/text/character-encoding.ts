import { ByteReader } from '../files/byte-reader';
import { breathe, type Task } from '../task';

/** How characters are written as bytes, by the names of the Encoding Standard. */
export type CharacterEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const pieceBytes = 1 << 20;
/** As much as is looked at for the zero bytes of UTF-16 without a byte order mark. */
const lookedAt = 4096;

/**
 * Tells how a text is written: by its byte order mark; as UTF-16 where Western letters show every other byte to be
 * zero; else UTF-8, unless its bytes are none. Every sequence of bytes is text in Windows-1252, which is Latin-1 and a
 * few characters more. Reads the whole text.
 * @throws UserError as `ByteReader`.
 */
export async function detectEncoding(path: string, task: Task): Promise<CharacterEncoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  for await (const piece of pieces(path, task)) {
    const wide = first ? wideEncoding(piece) : null;
    if (wide) return wide;
    first = false;
    try {
      decoder.decode(piece, { stream: true });
    } catch {
      return 'windows-1252';
    }
  }
  try {
    decoder.decode();
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** The text of a file, in pieces, without its byte order mark; U+FFFD for what is no character. @throws as `ByteReader`. */
export async function* readText(path: string, encoding: CharacterEncoding, task: Task): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of pieces(path, task)) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

/** The text in the first bytes of a file, as far as it goes. */
export function decodeHead(head: Uint8Array): string {
  return new TextDecoder(wideEncoding(head) ?? (isUtf8(head) ? 'utf-8' : 'windows-1252')).decode(head);
}

function wideEncoding(head: Uint8Array): CharacterEncoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const looked = head.subarray(0, lookedAt);
  const zeros = [0, 1].map((parity) => looked.filter((byte, i) => byte === 0 && i % 2 === parity).length);
  const most = looked.length / 4;
  if (zeros[1] > most && zeros[0] === 0) return 'utf-16le';
  if (zeros[0] > most && zeros[1] === 0) return 'utf-16be';
  return null;
}

/** A character that the end of the bytes cuts through does not count. */
function isUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The bytes of a file, decompressed; a piece is valid until the next. */
async function* pieces(path: string, { signal, onProgress }: Task): AsyncGenerator<Uint8Array> {
  const reader = await ByteReader.open(path, signal);
  try {
    const buffer = new Uint8Array(pieceBytes);
    let read = 0;
    for (;;) {
      const filled = await reader.fill(buffer);
      if (filled === 0) return;
      read += filled;
      if (!reader.compressed) onProgress?.(Math.min(1, read / reader.storedBytes));
      yield buffer.subarray(0, filled);
      await breathe(signal);
    }
  } finally {
    await reader.close();
  }
}
