import { isUtf8 } from 'node:buffer';

/** Texts in UTF-8: the i-th at starts[i]..ends[i] of `bytes`. A missing one ends before it begins. */
export interface Utf8Texts {
  readonly bytes: Buffer;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Where a missing one ends. */
export const missingText = -1;

/** Null for a missing one. */
export function textAt({ bytes, starts, ends }: Utf8Texts, i: number): string | null {
  return ends[i] < starts[i] ? null : bytes.toString('utf8', starts[i], ends[i]);
}

/** The texts of some strings; null is missing. */
export function utf8Texts(words: readonly (string | null)[]): Utf8Texts {
  const joined = words.map((word) => word ?? '').join('');
  const bytes = Buffer.from(joined);
  const isAscii = bytes.length === joined.length;
  const starts = new Int32Array(words.length);
  const ends = new Int32Array(words.length);
  let at = 0;
  words.forEach((word, i) => {
    starts[i] = at;
    if (word !== null) at += isAscii ? word.length : Buffer.byteLength(word);
    ends[i] = word === null ? missingText : at;
  });
  return { bytes, starts, ends };
}

/** Those at some places. */
export function pickTexts({ bytes, starts, ends }: Utf8Texts, places: ArrayLike<number>): Utf8Texts {
  const picked = new Int32Array(places.length);
  const pickedEnds = new Int32Array(places.length);
  for (let i = 0; i < places.length; i++) {
    picked[i] = starts[places[i]];
    pickedEnds[i] = ends[places[i]];
  }
  return { bytes, starts: picked, ends: pickedEnds };
}

/** The first that is no well-formed UTF-8; -1 where all are. */
export function findMalformed({ bytes, starts, ends }: Utf8Texts): number {
  for (let i = 0; i < starts.length; i++) {
    if (!isAscii(bytes, starts[i], ends[i]) && !isUtf8(bytes.subarray(starts[i], ends[i]))) return i;
  }
  return -1;
}

function isAscii(bytes: Buffer, start: number, end: number): boolean {
  let all = 0;
  let i = start;
  for (; i + 4 <= end; i += 4) all |= bytes[i] | bytes[i + 1] | bytes[i + 2] | bytes[i + 3];
  for (; i < end; i++) all |= bytes[i];
  return all < 0x80;
}

/** The first so many. */
export function firstTexts({ bytes, starts, ends }: Utf8Texts, count: number): Utf8Texts {
  return { bytes, starts: starts.subarray(0, count), ends: ends.subarray(0, count) };
}

/** Writes the code points of well-formed UTF-8 at start..end into `points`, as far as there is room, and answers how many. */
export function readCodePoints(bytes: Buffer, start: number, end: number, points: Uint32Array): number {
  let count = 0;
  for (let at = start; at < end && count < points.length; count++) {
    let point = bytes[at++];
    // A lead byte of UTF-8 has as many ones in front as its character has bytes.
    if (point >= 0xf0) {
      point = ((point & 7) << 18) | ((bytes[at++] & 63) << 12) | ((bytes[at++] & 63) << 6) | (bytes[at++] & 63);
    } else if (point >= 0xe0) point = ((point & 15) << 12) | ((bytes[at++] & 63) << 6) | (bytes[at++] & 63);
    else if (point >= 0x80) point = ((point & 31) << 6) | (bytes[at++] & 63);
    points[count] = point;
  }
  return count;
}

/** Puts texts of several places together, the bytes of each place once. */
export class TextGatherer {
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private readonly sources: Buffer[] = [];
  /** Bytes before those of the last place, and in all. */
  private before = 0;
  bytes = 0;
  filled = 0;

  constructor(readonly size: number) {
    this.starts = new Int32Array(size);
    this.ends = new Int32Array(size);
  }

  put({ bytes, starts, ends }: Utf8Texts): void {
    if (bytes !== this.sources.at(-1)) {
      this.before = this.bytes;
      this.sources.push(bytes);
      this.bytes += bytes.length;
    }
    for (let i = 0; i < starts.length; i++, this.filled++) {
      this.starts[this.filled] = starts[i] + this.before;
      this.ends[this.filled] = ends[i] < 0 ? missingText : ends[i] + this.before;
    }
  }

  /** The next ones are missing. */
  skip(count: number): void {
    this.ends.fill(missingText, this.filled, this.filled + count);
    this.filled += count;
  }

  /** All of them, once as many have come. */
  texts(): Utf8Texts {
    const { sources, starts, ends } = this;
    return { bytes: sources.length === 1 ? sources[0] : Buffer.concat(sources), starts, ends };
  }
}
