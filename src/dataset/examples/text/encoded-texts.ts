import { UserError } from '../../../protocol/errors';
import { largestBytes } from '../../bytes/sizes';
import type { Dataset } from '../dataset';
import { bytesOfCodes, padding, type StoredCodes, SymbolTable, type TextEncoding } from '../encoding/text';
import type { Division } from '../memory';
import { spoolExamples } from '../spooled-examples';

/** As many codes are handed on together. */
const pieceSymbols = 1 << 20;

/**
 * Encodes texts for a model: into memory, or to disk but for those that are shown.
 * @param texts As many as `examples`, in pieces: what each is read as, no more of it than its encoding has places, valid until
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
  const symbols = new SymbolTable(encoding);
  const pieces = encodeTexts(texts, symbols, length);
  const type = symbols.areBytes ? 'bytes' : 'floats';
  if (division) return spoolExamples(path, examples, division, { width: length, type }, pieces);
  if (examples * bytesOfCodes(encoding) > largestBytes) throw new UserError('data.tooLarge', { path, gigabytes: 4 });
  const values = symbols.room(examples * length);
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
  symbols: SymbolTable,
  length: number,
): AsyncGenerator<StoredCodes> {
  const piece = symbols.room(Math.max(1, Math.floor(pieceSymbols / length)) * length);
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
