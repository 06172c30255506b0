import { deflateSync, gzipSync } from 'node:zlib';
import { encodeNpy } from '../../../../src/dataset';
import { descr, npyWith } from '../builders';
import { type Hdf5Array, hdf5 } from '../formats/scientific/hdf5-writer';
import { zip } from '../zip-builder';
import type { Original } from './original';

const rows = 20;
const x = Float32Array.from({ length: rows * 3 }, (_, i) => i / 7);
const y = Int32Array.from({ length: rows }, (_, i) => i % 3);
const starts = Int32Array.from({ length: rows + 1 }, (_, i) => 2 * i);
const places = Int32Array.from({ length: 2 * rows }, (_, i) => (i % 2) * 3 + (i % 3));
const counts = Int32Array.from({ length: 2 * rows }, (_, i) => 1 + (i % 5));
const words = Array.from({ length: rows }, (_, i) => `kind ${i % 3}`);

const array = { data: x, shape: [rows, 3] };
const sparse = {
  'X/data': { data: counts, shape: [2 * rows] },
  'X/indices': { data: places, shape: [2 * rows] },
  'X/indptr': { data: starts, shape: [rows + 1] },
  'obs/cell_type': { data: words, shape: [rows] },
  'obs/_index': { data: words, shape: [rows] },
  'var/_index': { data: ['a', 'b', 'c', 'd', 'e', 'f'], shape: [6] },
};
const embedded = { ...sparse, 'obsm/X_umap': { data: x.slice(0, 2 * rows), shape: [rows, 2] } };
const annotated = { '': { 'encoding-type': 'anndata' }, X: { 'encoding-type': 'csr_matrix', shape: [rows, 6] } };

const matrix = [
  '%%MatrixMarket matrix coordinate integer general',
  `${rows} 6 ${2 * rows}`,
  ...Array.from(counts, (count, i) => `${1 + (i >> 1)} ${places[i] + 1} ${count}`),
  '',
].join('\n');

const parts = (indptr: Uint8Array) => [
  { name: 'data.npy', content: encodeNpy(counts, [2 * rows]) },
  { name: 'indices.npy', content: encodeNpy(places, [2 * rows]) },
  { name: 'indptr.npy', content: indptr },
  { name: 'format.npy', content: npyWith(descr('|S3', []), Buffer.from('csr')) },
  { name: 'shape.npy', content: encodeNpy(Int32Array.of(rows, 6), [2]) },
];

const zarray = {
  zarr_format: 2,
  shape: [rows, 3],
  chunks: [8, 2],
  dtype: '<f4',
  compressor: { id: 'zlib', level: 1 },
  fill_value: 0,
  filters: null,
  order: 'C',
};
const zarr = (metadata: Uint8Array | string) => [
  { name: '.zgroup', content: Buffer.from('{"zarr_format": 2}') },
  { name: 'x/.zarray', content: Buffer.from(metadata) },
  ...['0.0', '0.1', '1.0', '1.1', '2.0'].map((chunk) => ({
    name: `x/${chunk}`,
    content: deflateSync(Buffer.from(x.buffer, 0, 64)),
  })),
];

const records = {
  data: new Map<string, unknown>([
    ['x', x.slice(0, rows)],
    ['word', words],
  ]),
  dtype: [
    ['x', '<f'],
    ['word', 'S6'],
  ],
} as unknown as Hdf5Array;

const frame: Readonly<Record<string, Hdf5Array>> = {
  'df/axis0': { data: ['a', 'b', 'c'], shape: [3] },
  'df/axis1': { data: y, shape: [rows] },
  'df/block0_items': { data: ['a', 'c'], shape: [2] },
  'df/block0_values': { data: x.slice(0, 2 * rows), shape: [rows, 2] },
  'df/block1_items': { data: ['b'], shape: [1] },
  'df/block1_values': { data: y, shape: [rows, 1] },
};
const regular = { pandas_type: 'frame', axis0_variety: 'regular', axis1_variety: 'regular' };

const series: Readonly<Record<string, Hdf5Array>> = {
  's/index': { data: y, shape: [rows] },
  's/values': { data: x.slice(0, rows), shape: [rows] },
};
const ofSeries = { pandas_type: 'series', index_variety: 'regular', name: 'mass' };

export const scientificOriginals: readonly Original[] = [
  { name: 'old.h5', content: () => hdf5({ x: array, y: { data: y, shape: [rows] } }, {}, 'earliest') },
  { name: 'new.h5', content: () => hdf5({ x: array, y: { data: words, shape: [rows] } }) },
  { name: 'chunked.h5', content: () => hdf5({ 'a/x': { ...array, chunks: [8, 2], compression: 4 } }, {}, 'earliest') },
  { name: 'cells.h5ad', content: () => hdf5(sparse, annotated, 'earliest') },
  { name: 'embedded.h5ad', content: () => hdf5(embedded, annotated, 'earliest') },
  { name: 'table.h5', content: () => hdf5({ table: { ...records, shape: [rows] } }, {}, 'earliest') },
  { name: 'frame.h5', content: () => hdf5(frame, { df: { ...regular, nblocks: 2 } }, 'earliest') },
  { name: 'series.h5', content: () => hdf5(series, { s: ofSeries }, 'earliest') },
  { name: 'counts.mtx', content: Buffer.from(matrix) },
  { name: 'wrapped-counts.mtx.gz', content: Buffer.from(matrix), wrap: gzipSync },
  { name: 'sparse.npz', content: encodeNpy(starts, [rows + 1]), wrap: (content) => zip(parts(content)) },
  { name: 'stored.zarr.zip', content: zip(zarr(JSON.stringify(zarray))) },
  { name: 'wrapped.zarr.zip', content: Buffer.from(JSON.stringify(zarray)), wrap: (content) => zip(zarr(content)) },
];
