import { startsWith } from '../../bytes/head';
import { columnarFile } from '../columnar/columnar-format';
import type { Format } from '../format';
import { openParquetFile } from './parquet-file';

/** Columns of Parquet; one that is encrypted begins differently. */
export const parquetFormat: Format = {
  name: 'parquet',
  sniff: (head) => startsWith(head, 'PAR1') || startsWith(head, 'PARE'),
  open: ({ path }) => columnarFile('parquet', path, openParquetFile),
};
