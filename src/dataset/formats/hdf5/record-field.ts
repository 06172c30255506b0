import { type ElementName, elementTypes, product } from '../../bytes/elements';
import { type ColumnBlock, type ColumnType, wordBlock } from '../columnar/column-block';
import { numberType } from './hdf5-array';
import { wordAt } from './hdf5-file';
import { type Hdf5Member, hdf5Class } from './library';

/** A column of a table of HDF5: a member of its records, or a part of one. */
export interface RecordField {
  readonly name: string;
  readonly type: ColumnType;
  /** Its values in records, of so many bytes each, the first of which begins at `pointer` in the memory of the library. */
  block(heap: Buffer, pointer: number, records: { readonly count: number; readonly bytes: number }): ColumnBlock;
}

/** Null for what is neither numbers nor words. */
export function recordField(member: Hdf5Member): RecordField | null {
  const { name, array_type: inner } = member;
  const isArray = member.type === hdf5Class.array && inner !== undefined;
  const sizes = isArray ? (inner.shape ?? []) : [];
  const dtype = numberType(member, {});
  if (dtype && !hasNames(member)) return numberField(member, dtype, sizes);
  if (isArray) return product(sizes) === 1 ? recordField({ ...inner, name, offset: member.offset }) : null;
  return wordField(member);
}

/**
 * The elements of a member as columns of their own.
 * @param names One for each element.
 */
export function elementFields({ array_type: inner, offset }: Hdf5Member, names: readonly string[]): RecordField[] {
  if (!inner || product(inner.shape ?? []) !== names.length) return [];
  return names.flatMap((name, i) => {
    const field = recordField({ ...inner, name, offset: offset + i * inner.size });
    return field ? [field] : [];
  });
}

/** Does each number stand for a word? */
function hasNames({ type, size, enum_type: names }: Hdf5Member): boolean {
  return type === hdf5Class.enum && size === 1 && names !== undefined && !('FALSE' in names.members);
}

function numberField(member: Hdf5Member, dtype: ElementName, sizes: readonly number[]): RecordField {
  const { name, offset, array_type: inner } = member;
  const width = product(sizes);
  const { bytes } = elementTypes[dtype];
  const isSwapped = !(inner ?? member).littleEndian && bytes > 1;
  const vectors = sizes.length > 0;
  return {
    name,
    type: { kind: 'numbers', dtype, width, vectors, ...(sizes.length > 1 && { shape: sizes }) },
    block(heap, pointer, records) {
      const elements = new Uint8Array(records.count * width * bytes);
      for (let row = 0; row < records.count; row++) {
        const from = pointer + row * records.bytes + offset;
        elements.set(heap.subarray(from, from + width * bytes), row * width * bytes);
      }
      if (isSwapped) swap(elements, bytes);
      return { kind: 'numbers', rows: records.count, elements, valid: null };
    },
  };
}

function wordField(member: Hdf5Member): RecordField | null {
  const { name, offset, type, enum_type: names } = member;
  if (type !== hdf5Class.string && !hasNames(member)) return null;
  const byCode = new Map(Object.entries(names?.members ?? {}).map(([word, code]) => [code & 0xff, word]));
  return {
    name,
    type: { kind: 'words' },
    block(heap, pointer, { count, bytes }) {
      const words = Array.from({ length: count }, (_, row) => {
        const at = pointer + row * bytes + offset;
        return names ? (byCode.get(heap[at]) ?? null) : wordAt(heap, at, member);
      });
      return wordBlock(words);
    },
  };
}

function swap(elements: Uint8Array<ArrayBuffer>, bytes: number): void {
  const buffer = Buffer.from(elements.buffer);
  if (bytes === 2) buffer.swap16();
  else if (bytes === 4) buffer.swap32();
  else buffer.swap64();
}
