import { dictionary, fixedSizeList, float32, int16, list, utf8 } from '@uwdata/flechette';
import { arrow } from '../columnar/arrow-writer';
import { type ParquetColumn, parquet, plain } from '../columnar/parquet-writer';
import type { Original } from './original';

const rows = Array.from({ length: 40 }, (_, i) => i);
const words = rows.map((i) => (i % 7 === 0 ? null : `word ${i % 5}`));

const text: ParquetColumn = {
  name: 'word',
  type: 'BYTE_ARRAY',
  converted: 0,
  values: words.map((word) => (word === null ? null : plain.text(word))),
};
const small: ParquetColumn = {
  name: 'small',
  type: 'INT32',
  converted: 15,
  values: rows.map((i) => plain.int32(i % 4)),
};
const vectors: ParquetColumn = {
  name: 'v',
  type: 'FLOAT',
  list: true,
  values: rows.map((i) => [i, i / 2, 1].map(plain.float)),
};
const triples = rows.map((i) => (i % 9 === 0 ? null : [i, i / 2, 1]));

/** Vectors, codes of dictionaries, and the compression that the tables among the originals leave out. */
export const columnarOriginals: readonly Original[] = [
  { name: 'vectors.parquet', content: parquet([vectors, text], { codec: 'GZIP', rowsPerPage: 16 }) },
  { name: 'codes.parquet', content: parquet([vectors, small], { codec: 'LZ4_RAW', dictionary: true, pageVersion: 2 }) },
  { name: 'vectors.arrow', content: arrow({ v: [fixedSizeList(float32(), 3), triples], word: [utf8(), words] }) },
  {
    name: 'codes.arrow',
    content: arrow({ v: [list(float32()), triples], code: [dictionary(utf8(), int16()), words] }),
  },
];
