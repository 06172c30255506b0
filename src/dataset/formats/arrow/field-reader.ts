import { decodeElements, elementTypes } from '../../bytes/elements';
import type { ColumnBlock, ColumnType } from '../columnar/column-block';
import { ColumnFault, insist } from '../columnar/damage';
import { type FieldBatch, readValidity } from './field-batch';
import { readFixedLists, readLists } from './list-reader';
import { readElements, readNumbers } from './number-reader';
import { readWords, readWordViews } from './word-reader';

/**
 * Values start..start + count of a field, as a column of `type`.
 * Source: arrow.apache.org/docs/format/Columnar.html, physical memory layout.
 * @throws Damage, ColumnFault.
 */
export async function readField(
  batch: FieldBatch,
  type: ColumnType,
  start: number,
  count: number,
  /** What codes stand for, where the field holds codes. */
  dictionary: ColumnBlock | null,
): Promise<ColumnBlock> {
  insist(start + count <= batch.length, 'fewer values than rows');
  const { field } = batch;
  if (dictionary) return readCodes(batch, type, start, count, dictionary);
  switch (field.layout.kind) {
    case 'numbers':
      return readNumbers(batch, field.layout, start, count);
    case 'null':
      return missing(type, count);
    case 'words':
      return readWords(batch, field.layout.offsetBytes, start, count);
    case 'wordViews':
      return readWordViews(batch, start, count);
    case 'fixedList':
      return readFixedLists(batch, field.layout.length, start, count);
    case 'list':
      insist(type.kind === 'numbers', 'lists of what are no numbers');
      return readLists(batch, type, field.layout.offsetBytes, start, count);
    case 'other':
      throw new ColumnFault('data.columnar.type', { type: field.layout.type });
  }
}

function missing(type: ColumnType, rows: number): ColumnBlock {
  if (type.kind === 'words') return { kind: 'words', rows, words: new Array<null>(rows).fill(null) };
  const count = rows * type.width;
  return {
    kind: 'numbers',
    rows,
    elements: new Uint8Array(count * elementTypes[type.dtype].bytes),
    valid: new Uint8Array(count),
  };
}

async function readCodes(
  batch: FieldBatch,
  type: ColumnType,
  start: number,
  count: number,
  dictionary: ColumnBlock,
): Promise<ColumnBlock> {
  const valid = await readValidity(batch, start, count);
  const dtype = batch.field.dictionary!.index;
  const elements = await readElements(batch.buffers[1], { kind: 'numbers', dtype }, start, count);
  const codes = decodeElements(elements.buffer, dtype, true);
  const isThere = (i: number) => valid?.[i] !== 0;
  for (let i = 0; i < count; i++) {
    insist(!isThere(i) || (codes[i] >= 0 && codes[i] < dictionary.rows), 'a value beyond the dictionary');
  }
  if (dictionary.kind === 'words') {
    const { words } = dictionary;
    return { kind: 'words', rows: count, words: Array.from(codes, (code, i) => (isThere(i) ? words[code] : null)) };
  }
  insist(type.kind === 'numbers', 'a dictionary of another type');
  const bytes = elementTypes[type.dtype].bytes;
  const found = new Uint8Array(count * bytes);
  const foundValid = valid || dictionary.valid ? new Uint8Array(count).fill(1) : null;
  for (let i = 0; i < count; i++) {
    const code = codes[i];
    if (isThere(i) && dictionary.valid?.[code] !== 0) {
      found.set(dictionary.elements.subarray(code * bytes, (code + 1) * bytes), i * bytes);
    } else if (foundValid) foundValid[i] = 0;
  }
  return { kind: 'numbers', rows: count, elements: found, valid: foundValid };
}
