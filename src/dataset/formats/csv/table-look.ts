import { UserError } from '../../../protocol/errors';
import { withReader } from '../../bytes/byte-reader';
import { textUnits, toByteText } from '../../bytes/text-encoding';
import { detectDialect, isBlank, isOfAmounts } from './dialect';

const fewestRows = 3;

/** Rows of very many columns are waited for so far. */
const longestLook = 1 << 22;

/**
 * Does a text look like a table with numbers? Stricter than reading one that a person has chosen.
 * @param head Its first bytes.
 * @param isWhole There are no more.
 */
export async function looksLikeTable(
  path: string,
  head: Buffer,
  isWhole: boolean,
  signal?: AbortSignal,
): Promise<boolean> {
  if (isWhole || lineCount(head) > fewestRows) return isTable(head, isWhole);
  const longer = await withReader(path, signal, (reader) => reader.take(longestLook));
  return isTable(longer, longer.length < longestLook);
}

function lineCount(head: Buffer): number {
  return head.toString('latin1').split(/[\r\n]+/).length;
}

function isTable(head: Buffer, isWhole: boolean): boolean {
  const text = toByteText(head, textUnits(head));
  const bytes = Buffer.concat([text, Buffer.from('\n')]);
  try {
    const stretch = { bytes, start: 0, end: text.length, ended: isWhole };
    const { sample, columns, decimal } = detectDialect(stretch, '');
    if (columns < 2 || sample.length < fewestRows || sample.some((row) => row.length !== columns)) return false;
    return Array.from({ length: columns }, (_, column) => sample.map((row) => row[column])).some(
      (cells) => !cells.every(isBlank) && isOfAmounts(cells, decimal),
    );
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
