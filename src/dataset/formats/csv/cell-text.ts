import { type ByteEncoding, decodeBytes, isUtf8 } from '../../bytes/text-encoding';
import type { Words } from '../../tables/words';

const quote = 34;

/** The text of a cell, in UTF-8 if it is that. @param encoding What else it is in. */
export function cellText(
  bytes: Buffer,
  start: number,
  end: number,
  quoted: boolean,
  encoding: ByteEncoding = 'windows-1252',
): string {
  const cell = bytes.subarray(start, end);
  const unicode = cell.toString();
  const text = unicode.includes('\uFFFD') && !isUtf8(cell) ? decodeBytes(cell, encoding) : unicode;
  return quoted ? text.replaceAll('""', '"') : text;
}

/** The code of a cell among words. In a quoted one, quotes are doubled. */
export function cellCode(words: Words, bytes: Buffer, start: number, end: number, quoted: boolean): number {
  if (!quoted || !bytes.subarray(start, end).includes(quote)) return words.code(bytes, start, end);
  const plain = Buffer.from(bytes.toString('latin1', start, end).replaceAll('""', '"'), 'latin1');
  return words.code(plain, 0, plain.length);
}
