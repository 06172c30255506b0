import { decodeElements, elementTypes } from '../../bytes/elements';
import { missingText, pickTexts } from '../../bytes/utf8-texts';
import { type ColumnBlock, type ColumnType, type NumberType, wordBlock } from '../columnar/column-block';
import { ColumnFault, insist } from '../columnar/damage';
import { type FieldBatch, readValidity } from './field-batch';
import { readLists } from './list-reader';
import { readElements, readNumbers } from './number-reader';
import type { Field } from './schema';
import { readFiles, readWords } from './word-reader';

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
    case 'wordViews':
      return readWords(batch, field.layout, start, count);
    case 'bytes':
    case 'byteViews':
      return readFiles(batch, field.layout, start, count);
    case 'struct':
      return readMember(batch, type, start, count);
    case 'fixedList':
    case 'list':
      insist(type.kind === 'numbers', 'lists of what are no numbers');
      return readLists(batch, listsOf(field, type), start, count);
    case 'other':
      throw new ColumnFault('data.columnar.type', { type: field.layout.type });
  }
}

/** How many elements lists have, at each depth. */
function listsOf({ children: [child] }: Field, { shape, width }: NumberType): readonly number[] {
  return shape && child && child.layout.kind !== 'numbers' ? shape : [width];
}

/** The member of structs that holds whole files; of a struct that is missing nothing is there. */
async function readMember(batch: FieldBatch, type: ColumnType, start: number, count: number): Promise<ColumnBlock> {
  const member = batch.children.find(({ field }) => isFileMember(field));
  insist(member !== undefined, 'a struct without what it is read for');
  const valid = await readValidity(batch, start, count);
  const block = await readField(member, type, start, count, null);
  if (!valid || block.kind !== 'files') return block;
  return { ...block, files: block.files.map((file, i) => (valid[i] === 0 ? null : file)) };
}

/** The bytes of `struct<bytes, path>`, as which Hugging Face stores images. */
export function isFileMember({ name, layout, dictionary }: Field): boolean {
  return name === 'bytes' && dictionary === null && (layout.kind === 'bytes' || layout.kind === 'byteViews');
}

function missing(type: ColumnType, rows: number): ColumnBlock {
  if (type.kind === 'files') return { kind: 'files', rows, files: new Array<null>(rows).fill(null) };
  if (type.kind === 'words') return wordBlock(new Array<null>(rows).fill(null));
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
  const codes = decodeElements(elements, dtype, true);
  const isThere = (i: number) => valid?.[i] !== 0;
  for (let i = 0; i < count; i++) {
    insist(!isThere(i) || (codes[i] >= 0 && codes[i] < dictionary.rows), 'a value beyond the dictionary');
  }
  if (dictionary.kind === 'files') {
    const { files } = dictionary;
    return { kind: 'files', rows: count, files: Array.from(codes, (code, i) => (isThere(i) ? files[code] : null)) };
  }
  if (dictionary.kind === 'words') {
    const texts = pickTexts(dictionary.texts, codes);
    if (valid) for (let i = 0; i < count; i++) if (valid[i] === 0) texts.ends[i] = missingText;
    return { kind: 'words', rows: count, texts };
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
