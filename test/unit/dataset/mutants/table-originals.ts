import { gzipSync } from 'node:zlib';
import { float32, int64, utf8 } from '@uwdata/flechette';
import { arrow } from '../columnar/arrow-writer';
import { type ParquetColumn, parquet, plain } from '../columnar/parquet-writer';
import type { Original } from './original';

const rows = Array.from({ length: 40 }, (_, i) => i);
const kinds = ['red', 'green', 'blue'];
const csv = [
  'id,"size, cm",kind,when,amount',
  ...rows.map(
    (i) =>
      `r${i},${i / 8},${kinds[i % 3]},2024-01-${String(1 + (i % 28)).padStart(2, '0')},${i % 7 === 0 ? '' : i * 1e5}`,
  ),
  '',
].join('\r\n');

const columns: ParquetColumn[] = [
  { name: 'size', type: 'DOUBLE', values: rows.map((i) => (i % 9 === 0 ? null : plain.double(i / 3))) },
  { name: 'count', type: 'INT64', values: rows.map((i) => plain.int64(BigInt(i) << 40n)) },
  { name: 'kind', type: 'BYTE_ARRAY', converted: 0, values: rows.map((i) => plain.text(kinds[i % 3])) },
];

const batches = {
  size: [float32(), rows.map((i) => (i % 9 === 0 ? null : i / 4))],
  count: [int64(), rows.map((i) => BigInt(i) << 40n)],
  kind: [utf8(), rows.map((i) => kinds[i % 3])],
} as const;

export const tableOriginals: readonly Original[] = [
  { name: 'table.csv', content: Buffer.from(csv) },
  { name: 'utf16.csv', content: Buffer.from(`\uFEFF${csv}`, 'utf16le') },
  { name: 'table.tsv.gz', content: Buffer.from(csv.replaceAll(',', '\t')), wrap: gzipSync },
  { name: 'prose.txt', content: Buffer.from('It was the best of times, it was the worst of times.\n'.repeat(60)) },
  { name: 'plain.parquet', content: parquet(columns, { rowsPerGroup: 16 }) },
  { name: 'snappy.parquet', content: parquet(columns, { codec: 'SNAPPY', dictionary: true, pageVersion: 2 }) },
  { name: 'zstd.parquet', content: parquet(columns, { codec: 'ZSTD', rowsPerPage: 10 }) },
  { name: 'table.arrow', content: arrow(batches, { rowsPerBatch: 16 }) },
  { name: 'stream.arrows', content: arrow(batches, { format: 'stream' }) },
  { name: 'lz4.feather', content: arrow(batches, { compression: 'lz4' }) },
];
