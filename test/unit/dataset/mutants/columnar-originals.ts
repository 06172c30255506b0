import { dictionary, fixedSizeList, float32, float64, int16, int32, int64, utf8 } from '@uwdata/flechette';
import { arrow } from '../columnar/arrow-writer';
import { type ParquetColumn, parquet, plain } from '../columnar/parquet-writer';
import type { Original } from './original';

const rows = 40;
const row = Array.from({ length: rows }, (_, i) => i);
const words = row.map((i) => (i % 7 === 0 ? null : `word ${i % 5}`));

const columns: readonly ParquetColumn[] = [
  { name: 'n', type: 'INT64', values: row.map((i) => (i % 9 === 0 ? null : plain.int64(BigInt(i * i)))) },
  { name: 'x', type: 'DOUBLE', required: true, values: row.map((i) => plain.double(Math.sin(i))) },
  { name: 'small', type: 'INT32', converted: 15, values: row.map((i) => plain.int32(i % 4)) },
  {
    name: 'word',
    type: 'BYTE_ARRAY',
    converted: 0,
    values: words.map((word) => (word === null ? null : plain.text(word))),
  },
];
const vectors: ParquetColumn = {
  name: 'v',
  type: 'FLOAT',
  list: true,
  values: row.map((i) => [plain.float(i), plain.float(i / 2), plain.float(1)]),
};

const fields = {
  n: [int64(), row.map((i) => (i % 9 === 0 ? null : BigInt(i * i)))],
  x: [float64(), row.map(Math.sin)],
  small: [int32(), row.map((i) => i % 4)],
  word: [utf8(), words],
  code: [dictionary(utf8(), int16()), words],
} as const;
const lists = { v: [fixedSizeList(float32(), 3), row.map((i) => [i, i / 2, 1])], word: [utf8(), words] } as const;

/** Parquet files of several pages, row groups, codecs and encodings; Arrow files and streams of several batches. */
export const columnarOriginals: readonly Original[] = [
  { name: 'table.parquet', content: parquet(columns, { rowsPerGroup: 25, rowsPerPage: 10 }) },
  { name: 'dictionary.parquet', content: parquet(columns, { dictionary: true, codec: 'SNAPPY', pageVersion: 2 }) },
  { name: 'zstd.parquet', content: parquet(columns, { dictionary: true, codec: 'ZSTD' }) },
  { name: 'lz4.parquet', content: parquet(columns, { codec: 'LZ4_RAW', pageVersion: 2 }) },
  { name: 'vectors.parquet', content: parquet([vectors, columns[3]], { codec: 'GZIP', rowsPerPage: 16 }) },
  { name: 'table.arrow', content: arrow(fields, { rowsPerBatch: 16 }) },
  { name: 'stream.arrow', content: arrow(fields, { format: 'stream', rowsPerBatch: 16 }) },
  { name: 'vectors.arrow', content: arrow(lists, { compression: 'lz4' }) },
];
