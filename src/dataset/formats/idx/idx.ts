import { UserError } from '../../../protocol/errors';
import { withReader } from '../../bytes/byte-reader';
import type { ElementName } from '../../bytes/elements';
import { type ArrayHead, announcedBytes, checkRoom } from '../arrays/array-head';

/** The IDX format of MNIST: two zero bytes, a type, a rank, the sizes as 32-bit integers, the numbers; big-endian. */
const types: Readonly<Record<number, ElementName>> = {
  8: 'uint8',
  9: 'int8',
  11: 'int16',
  12: 'int32',
  13: 'float32',
  14: 'float64',
};

export function isIdxMagic(head: Uint8Array): boolean {
  return head.length >= 4 && head[0] === 0 && head[1] === 0 && head[2] in types && head[3] >= 1;
}

/** @throws UserError data.idx.magic, data.truncated or data.overlong. */
export function readIdxHead(path: string, signal?: AbortSignal): Promise<ArrayHead> {
  return withReader(path, signal, async (reader) => {
    const magic = await reader.take(4);
    if (!isIdxMagic(magic)) throw new UserError('data.idx.magic', { path, magic: magic.toString('hex') });
    const rank = magic[3];
    const sizes = await reader.take(4 * rank);
    const offset = 4 + 4 * rank;
    if (sizes.length < 4 * rank) {
      throw new UserError('data.truncated', { path, expected: offset, actual: 4 + sizes.length });
    }
    const shape = Array.from({ length: rank }, (_, axis) => sizes.readUInt32BE(4 * axis));
    const head = { path, dtype: types[magic[2]], shape, littleEndian: false, fortran: false, offset, mostAfter: 0 };
    const announced = announcedBytes(head);
    checkRoom(head, reader);
    if (!reader.compressed && announced < reader.storedBytes) {
      throw new UserError('data.overlong', { path, expected: announced, actual: reader.storedBytes });
    }
    return head;
  });
}

/** The names under which the labels of an image file lie beside it, e.g. train-labels-idx1-ubyte.gz. */
export function labelNamesFor(imageName: string): string[] {
  if (!/images/i.test(imageName)) return [];
  const name = imageName
    .replace(/\.gz$/i, '')
    .replace(/images/i, (word) => (word === 'IMAGES' ? 'LABELS' : 'labels'))
    .replace(/idx\d+/i, 'idx1');
  const styles = new Set([
    name,
    name.replace('labels-idx1', 'labels.idx1'),
    name.replace('labels.idx1', 'labels-idx1'),
  ]);
  const plain = [...styles].flatMap((style) => [style, `${style}.gz`]);
  return /\.gz$/i.test(imageName) ? plain.sort((a, b) => Number(b.endsWith('.gz')) - Number(a.endsWith('.gz'))) : plain;
}
