import type { Task } from '../../../task';
import { product } from '../../bytes/elements';
import type { Hierarchy } from '../hierarchy/hierarchy';
import type { WordsHead } from '../npy/npy';
import { checkFilters } from './filters';
import { checkHeld, hdf5Head } from './hdf5-array';
import { Hdf5File } from './hdf5-file';
import { isTable } from './hdf5-table';
import { hdf5Class } from './library';
import { matlabWords } from './matlab-words';
import { framesIn } from './pandas-frame';

/** Of a file of more arrays, the others are not offered. */
const mostArrays = 5000;
/** What MATLAB and PyTables keep for themselves. */
const hidden = /^#(refs|subsystem)#|(^|\/)_i_/;
const pureDimension = /^This is a netCDF dimension but not a netCDF variable/;

/** The arrays and attributes of an HDF5 file. It is open only while something is read. @throws UserError data.hdf5.damaged */
export async function openHdf5(path: string): Promise<Hierarchy> {
  const arrays = await within(path, (file) =>
    file
      .datasets()
      .filter((name) => !hidden.test(name))
      .slice(0, mostArrays)
      .filter((name) => !isPureDimension(file, name))
      .map((name) => ({ name, bytes: bytesOf(file, name) })),
  );
  return {
    path,
    arrays,
    head: (name) => within(path, (file) => hdf5Head(file, name)),
    words: (name, task) => within(path, (file) => wordsOf(file, name, task)),
    attributes: (name) =>
      within(path, (file) => {
        const place = name === '' ? '/' : name;
        return place === '/' || file.isThere(place) ? file.attributes(place) : {};
      }),
  };
}

/** The tables of an HDF5 file: arrays of records, the largest first, and frames of pandas, which are groups. @throws UserError data.hdf5.damaged */
export function hdf5Tables(path: string): Promise<Hdf5Tables> {
  return within(path, (file) => {
    const names = file.datasets().slice(0, mostArrays);
    const bytes = new Map(names.map((name) => [name, bytesOf(file, name)]));
    const records = names
      .filter((name) => !hidden.test(name) && isTable(file.metadata(name)))
      .sort((a, b) => (bytes.get(b) ?? 0) - (bytes.get(a) ?? 0));
    return { records, frames: framesIn(file, names) };
  });
}

export interface Hdf5Tables {
  readonly records: readonly string[];
  readonly frames: readonly string[];
}

/** A dimension that has a length and no values. */
function isPureDimension(file: Hdf5File, name: string): boolean {
  const { NAME: title } = file.attributes(name);
  return typeof title === 'string' && pureDimension.test(title);
}

function bytesOf(file: Hdf5File, name: string): number {
  const { shape, size } = file.metadata(name);
  return product(shape ?? [0]) * size;
}

async function wordsOf(file: Hdf5File, name: string, _task: Task): Promise<WordsHead | null> {
  const metadata = file.metadata(name);
  const { type, shape, enum_type: names, size } = metadata;
  const matlab = matlabWords(file, name, metadata);
  if (matlab) await checkHeld(file, name, metadata);
  if (matlab) return matlab;
  const isEnum = type === hdf5Class.enum && size === 1 && names !== undefined;
  if (!(type === hdf5Class.string || isEnum) || shape?.length !== 1) return null;
  checkFilters(file, name);
  await checkHeld(file, name, metadata);
  const [count] = shape;
  const { path } = file;
  if (!isEnum) return { count, words: () => within(path, (again) => again.words(name, metadata)) };
  const byCode = new Map(Object.entries(names.members).map(([word, code]) => [code & 0xff, word]));
  // FALSE and TRUE are numbers, too.
  if (byCode.size === 2 && byCode.get(0) === 'FALSE' && byCode.get(1) === 'TRUE') return null;
  return {
    count,
    words: () =>
      within(path, (again) => {
        const codes = new Uint8Array(count);
        again.read(name, [0], [count], codes);
        return Array.from(codes, (code) => byCode.get(code) ?? '');
      }),
  };
}

async function within<T>(path: string, work: (file: Hdf5File) => T | Promise<T>): Promise<T> {
  const file = await Hdf5File.open(path);
  try {
    return await work(file);
  } finally {
    file.close();
  }
}
