import { largestRatio, withReader } from '../../bytes/byte-reader';
import { readZipDirectory } from '../../bytes/zip-directory';
import type { Member } from '../../bytes/zip-member';
import { within, type ZarrFiles } from './zarr-files';

const metadata = /(^|\/)(zarr\.json|\.zgroup|\.zarray)$/;

/** Are these the files of a Zarr store? */
export function areZarr(names: readonly string[]): boolean {
  return names.some((name) => metadata.test(name));
}

/**
 * Those in a ZIP archive, as zarr's ZipStore has them, or as a program packs a folder: in a folder of their own.
 * @throws UserError data.zip.damaged.
 */
export async function zipFiles(path: string): Promise<ZarrFiles> {
  const all = (await readZipDirectory(path)).filter(({ name }) => !name.startsWith('__MACOSX/') && !name.endsWith('/'));
  const outermost = storeIn(all.map(({ name }) => name));
  const members = new Map(all.map((member) => [member.name.slice(outermost.length), member]));
  const { folders, bytes } = treeOf(members);
  const read = (member: Member) => withReader(path, undefined, (reader) => reader.rest(), member);
  return {
    path,
    size: async (name) => members.get(name)?.size,
    async read(name) {
      const member = members.get(name);
      return member && read(member);
    },
    async readRange(name, range) {
      const member = members.get(name);
      if (!member) return undefined;
      // Held against its checksum, all of it.
      const { begin, length } = within(range, member.size);
      return (await read(member)).subarray(begin, begin + length);
    },
    folders: async (name) => [...(folders.get(name) ?? [])].sort(),
    bytesBelow: async (name) => bytes.get(name) ?? 0,
  };
}

/** Where the store lies among these, with a slash behind it, or '': beneath folders that are each alone and hold none. */
function storeIn(names: readonly string[]): string {
  let folder = '';
  for (;;) {
    const below = names.map((name) => name.slice(folder.length));
    const [first] = below[0].split('/', 1);
    const isAlone = below.every((name) => name.startsWith(`${first}/`));
    if (!isAlone || below.some((name) => !name.includes('/') && metadata.test(name))) return folder;
    folder += `${first}/`;
  }
}

/** By folder: the names of those in it, and the bytes of all that is below, no more than they can come to. */
function treeOf(members: ReadonlyMap<string, Member>) {
  const folders = new Map<string, Set<string>>();
  const bytes = new Map<string, number>();
  for (const [name, { size, stored }] of members) {
    const parts = name.split('/').slice(0, -1);
    for (let depth = 0; depth <= parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      bytes.set(folder, (bytes.get(folder) ?? 0) + Math.min(size, largestRatio * stored));
      if (depth === parts.length) continue;
      const inside = folders.get(folder) ?? new Set<string>();
      folders.set(folder, inside.add(parts[depth]));
    }
  }
  return { folders, bytes };
}
