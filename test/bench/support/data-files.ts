import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { writeNpy } from '../../../src/dataset';
import { fillNormal, random } from '../../../src/random';
import { writeArrowFile } from './arrow-files';
import { edge, encodeIdx, pixels, randomPixels } from './images';
import { writePythonFiles } from './python-files';
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
    | 'matrix-market'
    | 'arrow'
    | 'arrow-texts'
    | 'parquet-texts'
    | 'parquet-images'
    | 'h5ad';
  readonly peer: 'NumPy' | 'pandas' | 'h5py' | 'SciPy' | 'flechette' | 'pyarrow' | 'datasets' | 'anndata or h5py';
  readonly path: string;
  /** The column that is loaded as text. */
  readonly text?: string;
}

const columns = 20;

/**
 * Files of about `bytes` of values each, below a folder.
 * @param python Those, too, that only a Python can write; what it lacks is noted.
 */
export async function writeDataFiles(
  folder: string,
  bytes: number,
  python?: { readonly notes: Set<string> },
): Promise<readonly DataFile[]> {
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
  await writeArrowFile(at('table.arrow'), numbers, columns);
  const others = python ? await writePythonFiles(at, bytes, python.notes) : [];
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
    { what: 'Arrow, float32 and words', way: 'arrow', peer: 'flechette', path: at('table.arrow') },
    ...others,
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
