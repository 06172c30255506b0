import type { DataConfig } from '../../../protocol/config';
import { pickTexts } from '../../bytes/utf8-texts';
import { inOrder, type PlaceOf } from '../../examples/encoding/place';
import { limitedSet } from '../../tables/chosen-rows';
import type { RowSet } from '../../tables/row-set';
import type { ColumnarFile, ColumnBlock } from './column-block';

/** A file of at most as many rows as the configuration takes: a sample of all, or the first. */
export function limitedFile(file: ColumnarFile, config: Pick<DataConfig, 'limit' | 'take'>): ColumnarFile {
  const chosen = limitedSet(file.rows, config);
  if (!chosen) return file;
  return {
    ...file,
    rows: chosen.size,
    line: (row) => file.line?.(chosen.at(row)),
    rowOf: (row) => chosen.at(row),
    async *blocks(columns, signal, firstRow = 0) {
      if (firstRow >= chosen.size) return;
      let begin = chosen.at(firstRow);
      let left = chosen.size - firstRow;
      for await (const blocks of file.blocks(columns, signal, begin)) {
        const rows = rowsWithin(chosen, begin, blocks[0].rows);
        begin += blocks[0].rows;
        if (rows.length > 0) yield blocks.map((block) => pick(block, rows));
        left -= rows.length;
        if (left === 0 && begin < file.rows) return;
      }
    },
  };
}

/** Where rows lie in the whole file. */
export function rowOf(file: ColumnarFile): PlaceOf {
  return file.rowOf ?? inOrder;
}

/** The rows of a block that are chosen, counted from its first. */
function rowsWithin(chosen: RowSet, begin: number, count: number): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < count; row++) if (chosen.has(begin + row)) rows.push(row);
  return rows;
}

function pick(block: ColumnBlock, rows: readonly number[]): ColumnBlock {
  if (rows.length === block.rows) return block;
  switch (block.kind) {
    case 'numbers': {
      const { elements, valid } = block;
      const ofRow = (values: Uint8Array) => pickBytes(values, values.length / block.rows, rows);
      return { kind: 'numbers', rows: rows.length, elements: ofRow(elements), valid: valid && ofRow(valid) };
    }
    case 'words':
      return { kind: 'words', rows: rows.length, texts: pickTexts(block.texts, rows) };
    case 'files':
      return { kind: 'files', rows: rows.length, files: rows.map((row) => block.files[row]) };
  }
}

function pickBytes(bytes: Uint8Array, width: number, rows: readonly number[]): Uint8Array<ArrayBuffer> {
  const picked = new Uint8Array(rows.length * width);
  for (const [i, row] of rows.entries()) picked.set(bytes.subarray(row * width, (row + 1) * width), i * width);
  return picked;
}
