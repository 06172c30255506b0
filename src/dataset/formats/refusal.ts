import { join, parse } from 'node:path';
import { UserError } from '../../protocol/errors';
import { hexOf, type Sniffed } from './content';

/** Why a file of a kind that is no data set cannot be read, and what to do about it. */
export function refusalOf(path: string, { content, head, compressed }: Sniffed): UserError {
  switch (content) {
    case 'hdf5':
    case 'matlab':
      return new UserError(`data.${content}`, { path, out: besideAs(path, '.npz') });
    case 'feather1':
      return new UserError('data.columnar.version', { path, format: 'Feather version 1' });
    default: {
      const code = /\.gz$/i.test(path) && !compressed ? 'data.gzip.not' : 'data.unrecognised';
      return new UserError(code, { path, bytes: hexOf(head) });
    }
  }
}

function besideAs(path: string, extension: string): string {
  const { dir, name } = parse(path);
  return join(dir, name + extension);
}
