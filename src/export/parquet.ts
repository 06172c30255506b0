import { breathe } from '../task';
import type { ExampleTable, OutColumn } from './example-table';
import { type ThriftStruct, thrift, thriftBytes, varint } from './thrift';

/** Rows of a row group, of which each column is one page. */
const rowsPerGroup = 1 << 16;

/** As the format numbers them (parquet-format, parquet.thrift). */
const types = { integer: 1, float: 4, words: 6 } as const;
const encodings = { plain: 0, rle: 3 } as const;
const uncompressed = 0;
const optional = 1;
const utf8 = 0;
const dataPage = 0;
const magic = Buffer.from('PAR1');

/**
 * A Parquet file: optional columns of INT32, FLOAT or UTF-8, written plainly and uncompressed: every reader has that, and codes
 * would not shrink.
 */
export async function* parquet(table: ExampleTable, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  yield magic;
  let offset = magic.length;
  const groups: ThriftStruct[] = [];
  for (let from = 0; from < table.rows.length; from += rowsPerGroup) {
    const rows = table.rows.subarray(from, from + rowsPerGroup);
    const begin = offset;
    const chunks: ThriftStruct[] = [];
    for (const column of table.columns) {
      await breathe(signal);
      const { bytes, metadata } = columnChunk(column, rows, BigInt(offset));
      chunks.push(metadata);
      offset += bytes.length;
      yield bytes;
    }
    groups.push(thrift({ 1: chunks, 2: BigInt(offset - begin), 3: BigInt(rows.length) }));
  }
  const root = thrift({ 4: 'schema', 5: table.columns.length });
  const schema = [root, ...table.columns.map(schemaElement)];
  const version = 2;
  const footer = thriftBytes(
    thrift({ 1: version, 2: schema, 3: BigInt(table.rows.length), 4: groups, 6: 'latent-lens' }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  yield Buffer.concat([footer, length, magic]);
}

function schemaElement({ name, kind }: OutColumn): ThriftStruct {
  return thrift({ 1: types[kind], 3: optional, 4: name, 6: kind === 'words' ? utf8 : undefined });
}

function columnChunk(
  column: OutColumn,
  rows: Uint32Array,
  offset: bigint,
): { readonly bytes: Uint8Array; readonly metadata: ThriftStruct } {
  const { present, values } = column.kind === 'words' ? wordValues(column, rows) : numberValues(column, rows);
  const content = Buffer.concat([definitionLevels(present), values]);
  const page = thrift({ 1: rows.length, 2: encodings.plain, 3: encodings.rle, 4: encodings.rle });
  const header = thriftBytes(thrift({ 1: dataPage, 2: content.length, 3: content.length, 5: page }));
  const bytes = Buffer.concat([header, content]);
  const metadata = thrift({
    1: types[column.kind],
    2: [encodings.plain, encodings.rle],
    3: [column.name],
    4: uncompressed,
    5: BigInt(rows.length),
    6: BigInt(bytes.length),
    7: BigInt(bytes.length),
    9: offset,
  });
  return { bytes, metadata: thrift({ 2: offset, 3: metadata }) };
}

interface PlainValues {
  /** By row, whether there is a value. */
  readonly present: Uint8Array;
  /** Those that are there, one after the other. */
  readonly values: Uint8Array;
}

function numberValues(column: Exclude<OutColumn, { kind: 'words' }>, rows: Uint32Array): PlainValues {
  const present = new Uint8Array(rows.length);
  const values = Buffer.alloc(4 * rows.length);
  let at = 0;
  for (const [row, example] of rows.entries()) {
    const value = column.number(example);
    if (Number.isNaN(value)) continue;
    present[row] = 1;
    at = column.kind === 'integer' ? values.writeInt32LE(value, at) : values.writeFloatLE(value, at);
  }
  return { present, values: values.subarray(0, at) };
}

function wordValues(column: Extract<OutColumn, { kind: 'words' }>, rows: Uint32Array): PlainValues {
  const present = new Uint8Array(rows.length);
  const parts: Uint8Array[] = [];
  for (const [row, example] of rows.entries()) {
    const word = column.word(example);
    if (word === null) continue;
    present[row] = 1;
    const bytes = Buffer.from(word);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    parts.push(length, bytes);
  }
  return { present, values: Buffer.concat(parts) };
}

/** Levels of 0 or 1 as one run of packed bits, the lowest first, behind its length. */
function definitionLevels(present: Uint8Array): Uint8Array {
  const bytes = Math.ceil(present.length / 8);
  const packed = new Uint8Array(bytes);
  for (const [row, there] of present.entries()) packed[row >>> 3] |= there << (row & 7);
  const head = varint(BigInt((bytes << 1) | 1));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length + packed.length);
  return Buffer.concat([length, head, packed]);
}
