import { openStored } from '../../../../../src/dataset';
import type { StoredArray, StoredData, StoredOptions } from '../../../../../src/dataset/formats/stored-data';

export function open(path: string, options: Omit<StoredOptions, 'task'> = {}): Promise<StoredData> {
  return openStored(path, { ...options, task: {} });
}

/** All elements, in C order and little-endian. */
export async function bytesOf(array: StoredArray): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of array.bytes({})) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
