import { writeFile } from 'node:fs/promises';
import { zipSync } from 'fflate';
import { encodeNpy } from '../../../src/dataset';
import { random } from '../../../src/random';
import { edge, pixels } from './images';

interface Values {
  /** Of each file, dense, about. */
  readonly bytes: number;
  readonly bitmaps: Uint8Array;
  readonly numbers: Float32Array;
  readonly columns: number;
}

/** Genes of a panel, of which a cell has one in twenty. */
const genes = 1000;
const perCell = genes / 20;

/** The same images and vectors in HDF5, and sparse counts as SciPy and Cell Ranger write them. */
export async function writeScientificFiles(
  at: (name: string) => string,
  { bytes, bitmaps, numbers, columns }: Values,
): Promise<void> {
  const { File, ready } = await import('h5wasm/node');
  await ready;
  const images = new File(at('images.h5'), 'w');
  images.create_dataset({ name: 'x', data: bitmaps, shape: [bitmaps.length / pixels, edge, edge] });
  images.close();
  const vectors = new File(at('vectors.h5'), 'w');
  const shape = [numbers.length / columns, columns];
  vectors.create_dataset({
    name: 'x',
    data: numbers,
    shape,
    chunks: [Math.min(4096, shape[0]), columns],
    compression: 4,
  });
  vectors.close();

  const next = random(9);
  const cells = Math.max(2, Math.round(bytes / (4 * genes)));
  const places = Int32Array.from({ length: cells * perCell }, (_, i) => (i % perCell) * 20 + (next() % 20));
  const counts = Int32Array.from({ length: cells * perCell }, () => 1 + (next() % 9));
  const starts = Int32Array.from({ length: cells + 1 }, (_, i) => i * perCell);
  await writeFile(
    at('counts.npz'),
    zipSync(
      {
        'indices.npy': encodeNpy(places, [places.length]),
        'indptr.npy': encodeNpy(starts, [starts.length]),
        'format.npy': word('csr'),
        'shape.npy': encodeNpy(Int32Array.of(cells, genes), [2]),
        'data.npy': encodeNpy(Float32Array.from(counts), [counts.length]),
      },
      { level: 6 },
    ),
  );
  await writeFile(at('counts.mtx'), matrixMarket(cells, places, counts));
}

/** A word without an axis, as `numpy.save` has it. */
function word(text: string): Uint8Array {
  const header = `{'descr': '|S${text.length}', 'fortran_order': False, 'shape': (), }`;
  const filled = `${header.padEnd(128 - 11)}\n`;
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1'), Buffer.from(filled), Buffer.from(text)]);
}

function* matrixMarket(cells: number, places: Int32Array, counts: Int32Array): Generator<string> {
  yield `%%MatrixMarket matrix coordinate integer general\n${cells} ${genes} ${places.length}\n`;
  for (let cell = 0; cell < cells; cell++) {
    const lines = Array.from({ length: perCell }, (_, i) => {
      const at = cell * perCell + i;
      return `${cell + 1} ${places[at] + 1} ${counts[at]}\n`;
    });
    yield lines.join('');
  }
}
