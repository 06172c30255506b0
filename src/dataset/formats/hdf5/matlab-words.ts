import type { WordsHead } from '../npy/npy';
import { Hdf5File } from './hdf5-file';
import { type Hdf5Metadata, hdf5Class } from './library';

/**
 * The words of an array of MATLAB's: a char array, each row of which is one, or a cell array of such, a row or a column. Null
 * where it holds anything else.
 * @throws UserError data.hdf5.damaged
 */
export function matlabWords(file: Hdf5File, name: string, metadata: Hdf5Metadata): WordsHead | null {
  const { shape, type } = metadata;
  if (shape?.length !== 2) return null;
  const { path } = file;
  const { MATLAB_class: matlabClass } = file.attributes(name);
  if (matlabClass === 'char') {
    return { count: shape[1], words: () => reopened(path, (again) => charRows(again, name, shape)) };
  }
  if (matlabClass !== 'cell' || type !== hdf5Class.reference || Math.min(...shape) !== 1) return null;
  return {
    count: Math.max(...shape),
    words: () =>
      reopened(path, (again) =>
        again.references(name, metadata).map((cell) => {
          const { shape: cellShape } = again.metadata(cell);
          const isEmpty = 'MATLAB_empty' in again.attributes(cell) || cellShape?.length !== 2;
          return isEmpty ? '' : (charRows(again, cell, cellShape)[0] ?? '');
        }),
      ),
  };
}

/** UTF-16 codes, [characters, rows] as HDF5 has them; filled up with blanks. */
function charRows(file: Hdf5File, name: string, [length, rows]: readonly number[]): string[] {
  const bytes = new Uint8Array(2 * length * rows);
  file.read(name, [0, 0], [length, rows], bytes);
  const codes = new Uint16Array(bytes.buffer);
  return Array.from({ length: rows }, (_, row) =>
    String.fromCharCode(...Array.from({ length }, (_, i) => codes[i * rows + row])).trimEnd(),
  );
}

async function reopened<T>(path: string, work: (file: Hdf5File) => T): Promise<T> {
  const file = await Hdf5File.open(path);
  try {
    return work(file);
  } finally {
    file.close();
  }
}
