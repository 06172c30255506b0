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
