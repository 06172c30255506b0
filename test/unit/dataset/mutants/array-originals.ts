import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { encodeNpy } from '../../../../src/dataset';
import { descr, idx, npyWith } from '../builders';
import { safetensors } from '../formats/arrays/safetensors-builder';
import type { Original } from './original';

const images = idx(
  [20, 4, 3],
  Array.from({ length: 240 }, (_, i) => (i * 7) % 256),
);
const vectors = encodeNpy(
  Float64Array.from({ length: 60 }, (_, i) => (i % 13 === 0 ? Number.NaN : i / 7)),
  [20, 3],
);
const turned = npyWith(descr('>i2', [5, 4, 3], true), Buffer.alloc(120, 3), 2);
const words = npyWith(descr('<U3', [20]), Buffer.alloc(240, 'a\0\0\0'));
const labels = encodeNpy(
  Int32Array.from({ length: 20 }, (_, i) => i % 3),
  [20],
);
const tensors = safetensors({
  x: { dtype: 'F32', shape: [20, 3], bytes: Buffer.alloc(240, 1) },
  y: { dtype: 'I64', shape: [20], bytes: Buffer.alloc(160, 2) },
  scale: { dtype: 'BF16', shape: [], bytes: Buffer.alloc(2) },
});
const arrays = (level: 0 | 6) => zipSync({ 'x.npy': vectors, 'y.npy': labels, 'names.npy': words }, { level });

export const arrayOriginals: readonly Original[] = [
  { name: 'vectors.npy', content: vectors },
  { name: 'bfloat16.npy', content: npyWith(descr('<V2', [20, 3]), Buffer.alloc(120, 0x3f)) },
  { name: 'data_batch_1.bin', content: Buffer.alloc(3 * 3073, 7) },
  { name: 'turned.npy', content: turned },
  { name: 'images-idx3-ubyte', content: images },
  { name: 'images-idx3-ubyte.gz', content: gzipSync(images) },
  { name: 'wrapped-images.gz', content: images, wrap: gzipSync },
  { name: 'zeros.gz', content: gzipSync(idx([1 << 20], Buffer.alloc(1 << 20))) },
  { name: 'stored.npz', content: arrays(0) },
  { name: 'deflated.npz', content: arrays(6) },
  { name: 'wrapped.npz', content: vectors, wrap: (content) => zipSync({ 'x.npy': content, 'y.npy': labels }) },
  { name: 'wrapped-turned.npz', content: turned, wrap: (content) => zipSync({ 'x.npy': content }) },
  { name: 'wrapped-words.npz', content: words, wrap: (content) => zipSync({ 'x.npy': vectors, 'y.npy': content }) },
  { name: 'tensors.safetensors', content: tensors },
  { name: 'wrapped-tensors.gz', content: tensors, wrap: gzipSync },
];
