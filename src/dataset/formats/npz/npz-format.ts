import { join, parse } from 'node:path';
import { UserError } from '../../../protocol/errors';
import { startsWith } from '../../bytes/head';
import { readZipDirectory } from '../../bytes/zip-directory';
import type { Member } from '../../bytes/zip-member';
import type { Archive, NamedArray } from '../arrays/archive';
import { archiveFile } from '../arrays/array-format';
import { openNpyLabels } from '../arrays/labels';
import type { Format } from '../format';
import { readNpyHead } from '../npy/npy';
import { zipRefusal } from '../unread';

const suffix = '.npy';

/** Arrays of NumPy's in an archive, one of which is meant, with the labels among the others. */
export const npzFormat: Format = {
  name: 'npz',
  sniff: (head) => startsWith(head, 'PK\x03\x04') || startsWith(head, 'PK\x05\x06'),
  open: ({ path }) => archiveFile('npz', () => readNpz(path)),
};

/** The heads of the arrays are read when they are asked for. @throws UserError data.zip.damaged. */
async function readNpz(path: string): Promise<Archive> {
  const all = await readZipDirectory(path);
  const members = all.filter(({ name }) => name.endsWith(suffix));
  if (members.length === 0 && all.length > 0)
    throw zipRefusal(
      path,
      all.map(({ name }) => name),
    );
  const arrays = members.map((member) => namedArray(path, member));
  return {
    path,
    arrays,
    ...(isSparse(arrays) && { refusal: new UserError('data.npz.sparse', { path, out: denseName(path) }) }),
  };
}

/** The parts of a sparse matrix as `scipy.sparse.save_npz` names them, of any layout. */
function isSparse(arrays: readonly NamedArray[]): boolean {
  const names = new Set(arrays.map(({ name }) => name));
  const has = (...wanted: string[]) => wanted.every((name) => names.has(name));
  return has('format', 'shape', 'data') && (has('indptr') || has('row') || has('offsets') || has('coords'));
}

function denseName(path: string): string {
  const { dir, name } = parse(path);
  return join(dir, `${name}.npy`);
}

function namedArray(path: string, member: Member): NamedArray {
  return {
    name: member.name.slice(0, -suffix.length),
    bytes: member.size,
    head: ({ signal }) => readNpyHead(path, signal, member),
    labels: (task) => openNpyLabels(path, task, member),
  };
}
