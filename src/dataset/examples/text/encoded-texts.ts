import type { Dataset } from '../dataset';
import { allocateCodes, padding, SymbolTable, type TextEncoding } from '../encoding/text';
import type { Division } from '../memory';
import { spoolExamples } from '../spooled-examples';

/** As many codes are handed on together. */
const pieceBytes = 1 << 20;

/**
 * Encodes texts for a model: into memory, or to disk but for those that are shown.
 * @param texts As many as `examples`, in pieces: the code points of each, no more than its encoding has places, valid until
 * the next.
 * @throws UserError data.tooLarge, data.spool.failed.
 */
export async function loadTexts(
  texts: AsyncIterable<Iterable<Uint32Array>>,
  path: string,
  examples: number,
  encoding: TextEncoding,
  division: Division | null,
): Promise<Pick<Dataset, 'values' | 'stream'>> {
  const { length } = encoding;
  const pieces = encodeTexts(texts, encoding);
  if (division) return spoolExamples(path, examples, division, { width: length, type: 'bytes' }, pieces);
  const values = allocateCodes(examples, length, path);
  let filled = 0;
  for await (const piece of pieces) {
    values.set(piece, filled);
    filled += piece.length;
  }
  return { values };
}

/** Codes of whole texts, examples x length; a piece is valid until the next. */
async function* encodeTexts(
  texts: AsyncIterable<Iterable<Uint32Array>>,
  encoding: TextEncoding,
): AsyncGenerator<Uint8Array> {
  const { length } = encoding;
  const symbols = new SymbolTable(encoding);
  const piece = new Uint8Array(Math.floor(pieceBytes / length) * length);
  let filled = 0;
  for await (const some of texts) {
    for (const points of some) {
      symbols.encode(points, piece.subarray(filled));
      filled += length;
      if (filled < piece.length) continue;
      yield piece;
      piece.fill(padding);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
