import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { writeNpy } from '../../../src/dataset';
import { fillNormal, random } from '../../../src/random';
import { edge, encodeIdx, pixels, randomPixels } from './images';
import { writeScientificFiles } from './scientific-files';

/** What is loaded, and which library people load it with in Python. */
export interface DataFile {
  readonly what: string;
  /** How peers/load.py loads it. */
  readonly way:
    | 'npy'
    | 'npy-standard'
    | 'idx'
    | 'idx-gzip'
    | 'csv'
    | 'hdf5'
    | 'hdf5-standard'
    | 'sparse'
    | 'matrix-market';
  readonly peer: 'NumPy' | 'pandas' | 'h5py' | 'SciPy';
  readonly path: string;
}

const columns = 20;

/** Files of about `bytes` of values each, below a folder. */
export async function writeDataFiles(folder: string, bytes: number): Promise<readonly DataFile[]> {
  await mkdir(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  const images = Math.max(2, Math.round(bytes / pixels));
  const bitmaps = randomPixels(images);
  const idx = encodeIdx(bitmaps, [images, edge, edge]);
  await writeNpy(at('images.npy'), bitmaps, [images, edge, edge]);
  await writeFile(at('images-idx3-ubyte'), idx);
  await writeFile(at('images-idx3-ubyte.gz'), await promisify(gzip)(idx));
  const rows = Math.max(2, Math.round(bytes / (4 * columns)));
  const numbers = fillNormal(new Float32Array(rows * columns), random(5));
  await writeNpy(at('vectors.npy'), numbers, [rows, columns]);
  await writeFile(at('table.csv'), csv(numbers, rows));
  await writeScientificFiles(at, { bytes, bitmaps, numbers, columns });
  return [
    { what: 'npy, uint8 images', way: 'npy', peer: 'NumPy', path: at('images.npy') },
    { what: 'npy, float32 vectors', way: 'npy', peer: 'NumPy', path: at('vectors.npy') },
    { what: 'npy, float32 vectors, standardised', way: 'npy-standard', peer: 'NumPy', path: at('vectors.npy') },
    { what: 'IDX', way: 'idx', peer: 'NumPy', path: at('images-idx3-ubyte') },
    { what: 'IDX, gzip', way: 'idx-gzip', peer: 'NumPy', path: at('images-idx3-ubyte.gz') },
    { what: 'CSV', way: 'csv', peer: 'pandas', path: at('table.csv') },
    { what: 'HDF5, uint8 images', way: 'hdf5', peer: 'h5py', path: at('images.h5') },
    { what: 'HDF5, gzip, float32 vectors, standardised', way: 'hdf5-standard', peer: 'h5py', path: at('vectors.h5') },
    { what: 'sparse counts, .npz', way: 'sparse', peer: 'SciPy', path: at('counts.npz') },
    { what: 'sparse counts, Matrix Market', way: 'matrix-market', peer: 'SciPy', path: at('counts.mtx') },
  ];
}

/** Piece by piece: a text of all would be longer than strings can be. */
function* csv(numbers: Float32Array, rows: number): Generator<string> {
  yield `${Array.from({ length: columns }, (_, j) => `x${j}`).join()}\n`;
  for (let row = 0; row < rows; row++) {
    const cells = Array.from({ length: columns }, (_, j) => numbers[row * columns + j].toFixed(5));
    yield `${cells.join()}\n`;
  }
}
