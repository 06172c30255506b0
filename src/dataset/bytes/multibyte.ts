/** Encodings of East Asia, whose characters are mostly two bytes, by the names of the Encoding Standard. */
export type MultibyteEncoding = 'shift_jis' | 'euc-jp' | 'euc-kr' | 'gb18030' | 'big5';

type Range = readonly [first: number, last: number];

interface Scheme {
  readonly name: MultibyteEncoding;
  /** First bytes of the characters that nearly all text consists of: syllables, and the first level of ideographs. */
  readonly frequent: readonly Range[];
  /** The least that the second byte of these is. */
  readonly leastTrail: number;
  /** The share of characters that have to be frequent, and how many different ones there have to be. */
  readonly share: number;
  readonly different: number;
  /** Bytes that are characters by themselves. */
  readonly singles?: Range;
  /** First bytes that a text has some of; others read it as well, with characters that they hardly use. */
  readonly telling?: Range;
}

/** Where several fit, the first is meant: the frequent characters of each are fewer than those of the next. */
const schemes: readonly Scheme[] = [
  // biome-ignore format: a line for each
  { name: 'shift_jis', frequent: [[0x81, 0x83], [0x88, 0x97]], leastTrail: 0x40, share: 0.8, different: 3, singles: [0xa1, 0xdf] },
  // biome-ignore format: a line for each
  { name: 'euc-jp', frequent: [[0xa1, 0xa5], [0xb0, 0xcf]], leastTrail: 0xa1, share: 0.8, different: 3, telling: [0xa4, 0xa5] },
  // biome-ignore format: a line for each
  { name: 'euc-kr', frequent: [[0xa1, 0xa3], [0xb0, 0xc8]], leastTrail: 0xa1, share: 0.95, different: 5 },
  // biome-ignore format: a line for each
  { name: 'gb18030', frequent: [[0xa1, 0xa3], [0xb0, 0xd7]], leastTrail: 0xa1, share: 0.8, different: 3 },
  // biome-ignore format: a line for each
  { name: 'big5', frequent: [[0xa1, 0xc6]], leastTrail: 0x40, share: 0.8, different: 3 },
];

/** In words characters stand side by side; letters with accents stand among others. */
const leastInRuns = 0.3;
const leastTelling = 0.1;

/**
 * The encoding of East Asia that bytes look like, by how many of their pairs are frequent characters; null for none. A detector
 * that knows the hundred most frequent ones of prose, as libraries have it, says nothing of tables, which hold names.
 */
export function multibyteOf(bytes: Uint8Array): MultibyteEncoding | null {
  return schemes.find((scheme) => fits(bytes, scheme))?.name ?? null;
}

function fits(bytes: Uint8Array, { frequent, leastTrail, share, different, singles, telling }: Scheme): boolean {
  const seen = new Set<number>();
  let characters = 0;
  let known = 0;
  let told = 0;
  let inRuns = 0;
  let runLength = 0;
  const endRun = () => {
    if (runLength > 1) inRuns += runLength;
    runLength = 0;
  };
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at];
    if (lead < 0x80) {
      endRun();
      continue;
    }
    characters++;
    runLength++;
    if (singles && isWithin(lead, singles)) continue;
    // The end may cut through a character.
    if (at + 1 === bytes.length) break;
    const trail = bytes[++at];
    // The long form of GB 18030: two bytes twice.
    if (isWithin(trail, [0x30, 0x39]) && bytes[at + 1] >= 0x81 && isWithin(bytes[at + 2], [0x30, 0x39])) at += 2;
    else if (lead === 0x80 || lead === 0xff || trail < 0x40 || trail === 0x7f || trail === 0xff) return false;
    seen.add((lead << 8) | trail);
    if (trail >= leastTrail && frequent.some((range) => isWithin(lead, range))) known++;
    if (telling && isWithin(lead, telling)) told++;
  }
  endRun();
  return (
    seen.size >= different &&
    known >= share * characters &&
    inRuns >= leastInRuns * characters &&
    (!telling || told >= leastTelling * characters)
  );
}

function isWithin(byte: number, [first, last]: Range): boolean {
  return byte >= first && byte <= last;
}
