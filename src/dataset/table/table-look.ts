import { UserError } from '../../protocol/errors';
import { textUnits, toByteText } from '../files/text-encoding';
import { detectDialect, isAmount, isBlank } from './dialect';

const fewestRows = 3;

/** Do the first bytes of a text look like a table with numbers? Stricter than reading one that a person has chosen. */
export function looksLikeTable(head: Buffer, isWhole: boolean): boolean {
  const text = toByteText(head, textUnits(head));
  const bytes = Buffer.concat([text, Buffer.from('\n')]);
  try {
    const stretch = { bytes, start: 0, end: text.length, ended: isWhole };
    const { sample, columns, decimal } = detectDialect(stretch, '');
    if (columns < 2 || sample.length < fewestRows || sample.some((row) => row.length !== columns)) return false;
    return Array.from({ length: columns }, (_, column) => sample.map((row) => row[column])).some(
      (cells) => !cells.every(isBlank) && cells.every((cell) => isBlank(cell) || isAmount(cell, decimal)),
    );
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
