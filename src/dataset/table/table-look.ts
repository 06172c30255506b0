import { UserError } from '../../protocol/errors';
import { detectDialect, isBlank, isNumeric } from './dialect';

const fewestRows = 3;

/** Do the first bytes of a text look like a table with numbers? Stricter than reading one that a person has chosen. */
export function looksLikeTable(head: Buffer, isWhole: boolean): boolean {
  const lastLine = head.lastIndexOf(10);
  const rows = isWhole ? head : head.subarray(0, lastLine + 1);
  try {
    const { sample, columns, decimal } = detectDialect(rows, '');
    if (columns < 2 || sample.length < fewestRows || sample.some((row) => row.length !== columns)) return false;
    return Array.from({ length: columns }, (_, column) => sample.map((row) => row[column])).some(
      (cells) => !cells.every(isBlank) && cells.every((cell) => isBlank(cell) || isNumeric(cell, decimal)),
    );
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
