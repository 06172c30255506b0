import {
  binary,
  dictionary,
  fixedSizeList,
  float32,
  float64,
  int16,
  int64,
  list,
  struct,
  utf8,
} from '@uwdata/flechette';
import { png } from '../builders';
import { arrow } from '../formats/columnar/arrow-writer';
import { type ParquetColumn, parquet, plain } from '../formats/columnar/parquet-writer';
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

const wide: ParquetColumn = {
  name: 'wide',
  type: 'INT64',
  values: rows.map((i) => (i % 9 === 0 ? null : plain.int64(BigInt(i) << 40n))),
};
const real: ParquetColumn = {
  name: 'real',
  type: 'DOUBLE',
  required: true,
  values: rows.map((i) => plain.double(Math.sin(i))),
};
const fields = {
  wide: [int64(), rows.map((i) => (i % 9 === 0 ? null : BigInt(i) << 40n))],
  real: [float64(), rows.map(Math.sin)],
  word: [utf8(), words],
} as const;

const features = { image: { _type: 'Image' }, kind: { _type: 'ClassLabel', names: ['a', 'b', 'c'] } };
const notes = { huggingface: JSON.stringify({ info: { features } }) };
const pictures = rows.slice(0, 12).map((i) => png(4, 4, (x, y) => [(i * 20) % 256, 60 * x, 60 * y]));
const images: readonly ParquetColumn[] = [
  { name: 'bytes', group: 'image', type: 'BYTE_ARRAY', values: pictures.map(plain.bytes) },
  { name: 'path', group: 'image', type: 'BYTE_ARRAY', converted: 0, values: pictures.map(() => null) },
  { name: 'kind', type: 'INT32', values: pictures.map((_, i) => plain.int32(i % 3)) },
];
const structs = struct({ bytes: binary(), path: utf8() });

/** Rows as JSON Lines: numbers, words, lists and what is not read. */
const lines = rows
  .map((i) => JSON.stringify({ x: i / 3, n: i, word: words[i], v: [i, 0.5], m: i % 5 === 0 ? null : { a: 1 } }))
  .join('\n');

/** What `save_to_disk` of `datasets` leaves in a folder, but for the shards. */
const state = Buffer.from(JSON.stringify({ _data_files: ['a', 'b'].map((name) => ({ filename: `${name}.arrow` })) }));
const shard = arrow(fields, { format: 'stream', rowsPerBatch: 16 });

/** Tables, vectors and images, in all pages, codecs and layouts that differ in how they can be damaged. */
export const columnarOriginals: readonly Original[] = [
  { name: 'images.parquet', content: parquet(images, { notes, rowsPerGroup: 7, rowsPerPage: 3 }) },
  { name: 'images.arrow', content: arrow({ image: [structs, pictures.map((bytes) => ({ bytes, path: null }))] }) },
  { name: 'rows.jsonl', content: Buffer.from(lines) },
  { name: 'table.parquet', content: parquet([wide, real, text], { rowsPerGroup: 25, rowsPerPage: 10 }) },
  { name: 'snappy.parquet', content: parquet([wide, real, text], { codec: 'SNAPPY', dictionary: true }) },
  { name: 'zstd.parquet', content: parquet([wide, small, text], { codec: 'ZSTD', pageVersion: 2 }) },
  { name: 'stream.arrow', content: arrow(fields, { format: 'stream', rowsPerBatch: 16 }) },
  { name: 'a.arrow', content: shard, beside: { 'b.arrow': shard, 'state.json': state } },
  { name: 'state.json', content: state, beside: { 'a.arrow': shard, 'b.arrow': shard } },
  { name: 'table.feather', content: arrow(fields, { compression: 'lz4' }) },
  { name: 'vectors.parquet', content: parquet([vectors, text], { codec: 'GZIP', rowsPerPage: 16 }) },
  { name: 'codes.parquet', content: parquet([vectors, small], { codec: 'LZ4_RAW', dictionary: true, pageVersion: 2 }) },
  { name: 'tensors.parquet', content: parquet([{ ...vectors, inner: () => [1, 1, 1] }, text], { rowsPerPage: 16 }) },
  {
    name: 'tensors.arrow',
    content: arrow({ v: [list(fixedSizeList(float32(), 3)), triples.map((triple) => triple && [triple, triple])] }),
  },
  { name: 'vectors.arrow', content: arrow({ v: [fixedSizeList(float32(), 3), triples], word: [utf8(), words] }) },
  {
    name: 'codes.arrow',
    content: arrow({ v: [list(float32()), triples], code: [dictionary(utf8(), int16()), words] }),
  },
];
