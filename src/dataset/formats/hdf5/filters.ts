import { join, parse } from 'node:path';
import { UserError } from '../../../protocol/errors';
import type { Hdf5File } from './hdf5-file';

/** Deflate, shuffle, Fletcher32, n-bit, scale-offset: these the library has. */
const present = new Set([1, 2, 3, 5, 6]);

/** Others as they are registered with The HDF Group, where they do not name themselves. */
const registered: Readonly<Record<number, string>> = {
  4: 'szip',
  307: 'bzip2',
  32000: 'lzf',
  32001: 'blosc',
  32004: 'lz4',
  32008: 'bitshuffle',
  32013: 'zfp',
  32015: 'zstd',
  32026: 'blosc2',
};
/** h5py has them by itself; the others come with hdf5plugin. */
const ofH5py = new Set([4, 32000]);

/** What is compressed by a filter that is not there is refused by its name. @throws UserError data.hdf5.filter */
export function checkFilters(file: Hdf5File, name: string): void {
  const absent = file.filters(name).find(({ id }) => !present.has(id));
  if (!absent) return;
  const { dir, name: stem } = parse(file.path);
  throw new UserError('data.hdf5.filter', {
    path: file.path,
    array: name,
    filter: registered[absent.id] ?? (absent.name.split(/[;:]/)[0] || String(absent.id)),
    modules: ofH5py.has(absent.id) ? 'h5py' : 'h5py, hdf5plugin',
    out: join(dir, `${stem}-gzip.h5`),
  });
}
