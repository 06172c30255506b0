import type { KeptBits } from '../protocol/selections';
import { indicesOf } from './example-set';

/** The examples of a set that was kept. @returns Ascending. @throws RangeError where it is not one of so many examples */
export function indicesOfKept(kept: KeptBits, examples: number): Int32Array {
  if (kept.length !== examples) throw new RangeError(`A set of ${kept.length} examples, not of ${examples}`);
  if ('bits' in kept) {
    const bytes = Buffer.from(kept.bits, 'base64');
    const words = Math.ceil(examples / 32);
    if (bytes.length !== 4 * words) throw new RangeError(`No set of ${examples} examples`);
    return indicesOf(
      Uint32Array.from({ length: words }, (_, at) => bytes.readUInt32LE(4 * at)),
      examples,
    );
  }
  const indices: number[] = [];
  for (let at = 0; at + 1 < kept.ranges.length; at += 2) {
    for (let index = kept.ranges[at]; index <= kept.ranges[at + 1] && index < examples; index++) indices.push(index);
  }
  return Int32Array.from(indices);
}
