import { open } from 'node:fs/promises';
import type { Task } from '../../../task';
import { withReader } from '../../bytes/byte-reader';
import { elementTypes, swapBytes } from '../../bytes/elements';
import { fileFailure } from '../../bytes/failure';
import { locateMember } from '../../bytes/zip-member';
import { type ArrayHead, announcedBytes, arrayBytes, cutOff } from './array-head';
import { isColumnMajor, turnRows } from './array-values';

/**
 * The bytes of the examples from `begin` to `end` (exclusive), in C order and little-endian, in memory of their own. Null
 * where they are compressed, so that the file can be read from its beginning only. A member of an archive that is not
 * compressed is read where it lies; its checksum, which is of the whole, is not looked at.
 * @throws UserError as `readArray`.
 */
export async function readStretch(head: ArrayHead, begin: number, end: number, task: Task): Promise<Uint8Array | null> {
  const direct = await outsideArchive(head);
  if (!direct) return null;
  const bytes = isColumnMajor(direct)
    ? await readColumns(direct, begin, end, task)
    : await readRows(direct, begin, end, task);
  if (bytes && !head.littleEndian) swapBytes(bytes, elementTypes[head.dtype].bytes);
  return bytes;
}

function readRows(head: ArrayHead, begin: number, end: number, { signal }: Task): Promise<Uint8Array | null> {
  return withReader(head.path, signal, async (reader) => {
    if (reader.compressed) return null;
    const exampleBytes = arrayBytes(head) / (head.shape[0] ?? 1);
    const from = head.offset + begin * exampleBytes;
    const size = (end - begin) * exampleBytes;
    const reached = await reader.skip(from);
    const bytes = await reader.take(size);
    if (bytes.length < size) throw cutOff(head, announcedBytes(head), reached + bytes.length);
    return bytes;
  });
}

async function readColumns(head: ArrayHead, begin: number, end: number, task: Task): Promise<Uint8Array | null> {
  const isCompressed = await withReader(head.path, task.signal, async ({ compressed }) => compressed);
  return isCompressed ? null : new Uint8Array(await turnRows(head, begin, end, { signal: task.signal }));
}

/** The same array by its place in the file. Null where it is deflated. */
export async function outsideArchive({ member, ...head }: ArrayHead): Promise<ArrayHead | null> {
  if (!member) return head;
  if (member.deflated) return null;
  const { path } = head;
  try {
    const file = await open(path, 'r');
    try {
      const { start } = await locateMember(path, file, member);
      return { ...head, offset: start + head.offset };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileFailure(error, path);
  }
}
