import assert from 'node:assert/strict';
import { elementTypes } from '../../../../../src/dataset/bytes/elements';
import { textAt } from '../../../../../src/dataset/bytes/utf8-texts';
import type { ColumnarFile, ColumnType } from '../../../../../src/dataset/formats/columnar/column-block';
import type { UserError } from '../../../../../src/protocol/errors';

/** What a column of a file gives: numbers (64-bit integers as they are), words, or null where missing. */
export type Cell = number | bigint | string | Buffer | null;

/** All values by column, those of vectors after each other. */
export async function readColumns(file: ColumnarFile): Promise<Record<string, Cell[]>> {
  const cells: Cell[][] = file.columns.map(() => []);
  for await (const blocks of file.blocks(file.columns.map((_, i) => i))) {
    blocks.forEach((block, i) => {
      if (block.kind === 'words') for (let row = 0; row < block.rows; row++) cells[i].push(textAt(block.texts, row));
      else if (block.kind === 'files') cells[i].push(...block.files);
      else cells[i].push(...numbers(block.elements, block.valid, file.columns[i].type));
    });
  }
  return Object.fromEntries(file.columns.map(({ name }, i) => [name, cells[i]]));
}

function numbers(elements: Uint8Array<ArrayBuffer>, valid: Uint8Array | null, type: ColumnType): Cell[] {
  if (type.kind !== 'numbers') return [];
  const { dtype } = type;
  const values =
    dtype === 'int64'
      ? new BigInt64Array(elements.buffer)
      : dtype === 'uint64'
        ? new BigUint64Array(elements.buffer)
        : elementTypes[dtype].view(elements);
  return [...values].map((value, i) => (valid?.[i] === 0 ? null : value));
}

/** The type of a column, by NumPy's name. */
export function typeName(type: ColumnType): string {
  if (type.kind === 'numbers') return type.time ?? type.dtype;
  return type.kind === 'words' ? 'str' : 'files';
}

/** Why the first column that is left out is not read. */
export async function refusalOf(opening: Promise<ColumnarFile>): Promise<UserError> {
  const [first] = (await opening).unread;
  assert.ok(first, 'No column is left out.');
  return first.refusal;
}
