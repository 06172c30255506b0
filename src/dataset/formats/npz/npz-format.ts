import { readZipDirectory } from '../../bytes/zip-directory';
import type { Member } from '../../bytes/zip-member';
import type { Archive, NamedArray } from '../arrays/archive';
import { archiveFile } from '../arrays/array-format';
import { openNpyLabels } from '../arrays/labels';
import type { FormatFile } from '../format';
import { readNpyHead, readNpyWords } from '../npy/npy';
import { zipRefusal } from '../unread';
import { isSciPySparse, withSparse } from './scipy-sparse';

const suffix = '.npy';

/** Arrays of NumPy's in an archive, one of which is meant, with the labels among the others. */
export function npzFile(path: string): FormatFile {
  return archiveFile('npz', () => readNpz(path));
}

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
    arrays: isSciPySparse(arrays) ? withSparse(path, arrays, ({ signal }) => layoutOf(path, members, signal)) : arrays,
  };
}

/** `csr` and the like: bytes, or words of Python 2. */
async function layoutOf(path: string, members: readonly Member[], signal: AbortSignal | undefined): Promise<string> {
  const format = members.find(({ name }) => name === `format${suffix}`);
  const words = await readNpyWords(path, signal, format);
  return (await words?.words({ signal }))?.[0] ?? '';
}

function namedArray(path: string, member: Member): NamedArray {
  return {
    name: member.name.slice(0, -suffix.length),
    bytes: member.size,
    head: ({ signal }) => readNpyHead(path, signal, member),
    labels: (task) => openNpyLabels(path, task, member),
  };
}
