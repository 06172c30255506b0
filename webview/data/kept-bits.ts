import * as v from 'valibot';
import { KeptBits, mostRanges } from '../../src/protocol/selections';
import { Bits } from './bits';

/** Reads what `keepBits` wrote. What is no such set is refused. */
export const BitsOfKept = v.pipe(
  KeptBits,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const bits = readBits(dataset.value);
    if (bits) return bits;
    addIssue({ message: 'no set of examples' });
    return NEVER;
  }),
);

export function keepBits(bits: Bits): KeptBits {
  const { length } = bits;
  const ranges: number[] = [];
  const { words } = bits;
  // Up to one range more than are kept, to see that they are too many.
  for (let at = nextBit(words, length, 0, true); at < length && ranges.length <= 2 * mostRanges; ) {
    const end = nextBit(words, length, at, false);
    ranges.push(at, end - 1);
    at = nextBit(words, length, end, true);
  }
  if (ranges.length <= 2 * mostRanges) return { length, ranges };
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { length, bits: btoa(text) };
}

/** The first place from `from` on whose bit is set, or is not; `length` where there is none. */
function nextBit(words: Uint32Array, length: number, from: number, set: boolean): number {
  for (let at = from >>> 5; at < words.length; at++) {
    let word = set ? words[at] : ~words[at];
    if (at === from >>> 5) word &= -1 << (from & 31);
    if (word !== 0) return Math.min(length, at * 32 + 31 - Math.clz32(word & -word));
  }
  return length;
}

function readBits(kept: KeptBits): Bits | null {
  const { length } = kept;
  if ('ranges' in kept) {
    const { ranges } = kept;
    const valid =
      ranges.length % 2 === 0 &&
      ranges.every(
        (place, at) =>
          place < length && (at === 0 || place > ranges[at - 1] || (at % 2 === 1 && place === ranges[at - 1])),
      );
    return valid ? Bits.ofRanges(length, ranges) : null;
  }
  let text: string;
  try {
    text = atob(kept.bits);
  } catch {
    return null;
  }
  if (text.length !== 4 * Math.ceil(length / 32)) return null;
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return Bits.ofWords(length, new Uint32Array(bytes.buffer));
}
