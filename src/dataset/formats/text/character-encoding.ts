import { UserError } from '../../../protocol/errors';
import { breathe, type Task } from '../../../task';
import { ByteReader, largestInflatedBytes } from '../../bytes/byte-reader';
import { type ByteEncoding, byteEncodingOf, decodeWestern, type TextUnits, textUnits } from '../../bytes/text-encoding';

/** How characters are written as bytes, by the names of the Encoding Standard. */
export type CharacterEncoding = ByteEncoding | Exclude<TextUnits, 'bytes'>;

const pieceBytes = 1 << 20;

/**
 * Tells how a text is written: by its byte order mark; as UTF-16 where Western letters show every other byte to be
 * zero; else as `byteEncodingOf` has it for the first piece that is no UTF-8. Reads the whole text.
 * @throws UserError as `ByteReader`.
 */
export async function detectEncoding(path: string, task: Task): Promise<CharacterEncoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let last: Uint8Array | undefined;
  try {
    for await (const piece of pieces(path, task)) {
      const units = last ? 'bytes' : textUnits(piece);
      if (units !== 'bytes') return units;
      last = piece;
      decoder.decode(piece, { stream: true });
    }
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if (!(error instanceof TypeError) || !last) throw error;
    const encoding = byteEncodingOf(last, false);
    return encoding === 'utf-8' ? 'windows-1252' : encoding;
  }
}

/** The text of a file, in pieces, without its byte order mark; U+FFFD for what is no character. @throws as `ByteReader`. */
export async function* readText(path: string, encoding: CharacterEncoding, task: Task): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of pieces(path, task)) {
    yield encoding === 'windows-1252' ? decodeWestern(Buffer.from(piece)) : decoder.decode(piece, { stream: true });
  }
  yield decoder.decode();
}

/** The text in the first bytes of a file, as far as it goes. */
export function decodeHead(head: Uint8Array): string {
  const units = textUnits(head);
  return new TextDecoder(units === 'bytes' ? byteEncodingOf(head, false) : units).decode(head);
}

/** The bytes of a file, decompressed; a piece is valid until the next. @throws UserError data.tooLarge for too much. */
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
      else if (read > largestInflatedBytes) throw new UserError('data.tooLarge', { path, gigabytes: 1 });
      yield buffer.subarray(0, filled);
      await breathe(signal);
    }
  } finally {
    await reader.close();
  }
}
