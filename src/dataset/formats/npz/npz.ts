import { readZipDirectory } from '../../bytes/zip-directory';
import type { Member } from '../../bytes/zip-member';
import type { Archive, NamedArray } from '../arrays/archive';
import { openNpyLabels } from '../arrays/labels';
import { readNpyHead } from '../npy/npy';

const suffix = '.npy';

/** The arrays of an .npz archive; their heads are read when they are asked for. @throws UserError data.zip.damaged. */
export async function readNpz(path: string): Promise<Archive> {
  const members = (await readZipDirectory(path)).filter(({ name }) => name.endsWith(suffix));
  return { path, arrays: members.map((member) => namedArray(path, member)) };
}

function namedArray(path: string, member: Member): NamedArray {
  return {
    name: member.name.slice(0, -suffix.length),
    bytes: member.size,
    head: ({ signal }) => readNpyHead(path, signal, member),
    labels: (task) => openNpyLabels(path, task, member),
  };
}
