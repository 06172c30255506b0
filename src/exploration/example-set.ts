import type { KeptBits } from '../protocol/selections';
import type { ExampleSet } from '../protocol/trainer';

/** @returns Ascending. @throws RangeError where the set is not one of so many examples. */
export function indicesOf(set: ExampleSet, examples: number): Int32Array {
  if (set.length !== Math.ceil(examples / 32)) throw new RangeError(`No set of ${examples} examples`);
  const indices: number[] = [];
  for (let at = 0; at < set.length; at++) {
    for (let word = set[at]; word !== 0; word &= word - 1) {
      const index = at * 32 + 31 - Math.clz32(word & -word);
      if (index < examples) indices.push(index);
    }
  }
  return Int32Array.from(indices);
}

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

export function setOf(indices: Iterable<number>, examples: number): ExampleSet {
  const set = new Uint32Array(Math.ceil(examples / 32));
  for (const index of indices) set[index >>> 5] |= 1 << (index & 31);
  return set;
}

/** So many of some numbers, evenly spread; all, where they are no more. */
export function spread(indices: Int32Array, count: number): Int32Array {
  if (indices.length <= count) return indices;
  return Int32Array.from({ length: count }, (_, i) => indices[Math.floor((i * indices.length) / count)]);
}
