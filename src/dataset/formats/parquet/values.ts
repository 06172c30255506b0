import { ColumnFault, insist } from '../columnar/damage';
import { BitRuns } from './bit-runs';
import { DeltaIntegers } from './delta-integers';

/** How one value is stored: in so many bytes, in one bit, or as bytes of any number. */
export type Layout = number | 'bit' | 'bytes';

/** Values as stored: `count` of the same width after each other (one byte for a bit), or bytes of any number. */
export type Physical =
  | { readonly kind: 'fixed'; readonly bytes: Uint8Array }
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly starts: Int32Array; readonly ends: Int32Array };

/** Gives the values of a page one after the other, missing ones left out. */
export interface ValueReader {
  /** The next `count` values. @throws Damage when there are no more so many. */
  read(count: number): Physical;
}

/** The values at bytes[start..], as `encoding` has them. Dictionary indices are not read here. @throws Damage. */
export function valueReader(encoding: string, layout: Layout, bytes: Buffer, start: number): ValueReader {
  switch (encoding) {
    case 'PLAIN':
      return layout === 'bytes'
        ? new PlainBytes(bytes, start)
        : layout === 'bit'
          ? new PlainBits(bytes, start)
          : new PlainFixed(bytes, start, layout);
    case 'RLE':
      insist(layout === 'bit', 'runs of what are no booleans');
      return runBits(bytes, start);
    case 'BYTE_STREAM_SPLIT':
      insist(typeof layout === 'number', 'split streams of values without a width');
      return new SplitStreams(bytes, start, layout);
    case 'DELTA_BINARY_PACKED':
      insist(layout === 4 || layout === 8, 'differences of what are no integers');
      return new DeltaFixed(new DeltaIntegers(bytes, start, bytes.length), layout);
    case 'DELTA_LENGTH_BYTE_ARRAY':
      insist(layout === 'bytes', 'lengths of values that have a width');
      return new DeltaLengthBytes(bytes, start);
    case 'DELTA_BYTE_ARRAY':
      insist(layout === 'bytes' || typeof layout === 'number', 'prefixes of booleans');
      return typeof layout === 'number'
        ? new FixedBytes(new DeltaBytes(bytes, start), layout)
        : new DeltaBytes(bytes, start);
    default:
      throw new ColumnFault('data.columnar.encoding', { encoding });
  }
}

class PlainFixed implements ValueReader {
  constructor(
    private readonly bytes: Buffer,
    private at: number,
    private readonly width: number,
  ) {}

  read(count: number): Physical {
    const end = this.at + count * this.width;
    insist(end <= this.bytes.length, 'fewer values than announced');
    const bytes = this.bytes.subarray(this.at, end);
    this.at = end;
    return { kind: 'fixed', bytes };
  }
}

class PlainBits implements ValueReader {
  private bit: number;

  constructor(
    private readonly bytes: Buffer,
    start: number,
  ) {
    this.bit = start * 8;
  }

  read(count: number): Physical {
    insist(this.bit + count <= this.bytes.length * 8, 'fewer values than announced');
    const bytes = new Uint8Array(count);
    for (let i = 0; i < count; i++, this.bit++) {
      bytes[i] = (this.bytes[Math.floor(this.bit / 8)] >> (this.bit % 8)) & 1;
    }
    return { kind: 'fixed', bytes };
  }
}

function runBits(bytes: Buffer, start: number): ValueReader {
  insist(start + 4 <= bytes.length, 'runs are cut off');
  const runs = new BitRuns(bytes, start + 4, start + 4 + bytes.readUInt32LE(start), 1);
  return {
    read(count) {
      const bits = new Int32Array(count);
      runs.read(bits);
      return { kind: 'fixed', bytes: Uint8Array.from(bits) };
    },
  };
}

class PlainBytes implements ValueReader {
  constructor(
    private readonly bytes: Buffer,
    private at: number,
  ) {}

  read(count: number): Physical {
    const { bytes } = this;
    insist(this.at + 4 * count <= bytes.length, 'fewer values than announced');
    const starts = new Int32Array(count);
    const ends = new Int32Array(count);
    let { at } = this;
    for (let i = 0; i < count; i++) {
      insist(at + 4 <= bytes.length, 'fewer values than announced');
      starts[i] = at + 4;
      at += 4 + bytes.readUInt32LE(at);
      insist(at <= bytes.length, 'a value goes beyond the end of its page');
      ends[i] = at;
    }
    this.at = at;
    return { kind: 'bytes', bytes, starts, ends };
  }
}

/** The first bytes of all values, then the second bytes of all, and so on. */
class SplitStreams implements ValueReader {
  private readonly count: number;
  private given = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly start: number,
    private readonly width: number,
  ) {
    this.count = Math.floor((bytes.length - start) / width);
  }

  read(count: number): Physical {
    insist(this.given + count <= this.count, 'fewer values than announced');
    const { width } = this;
    const bytes = new Uint8Array(count * width);
    for (let stream = 0; stream < width; stream++) {
      const from = this.start + stream * this.count + this.given;
      for (let i = 0; i < count; i++) bytes[i * width + stream] = this.bytes[from + i];
    }
    this.given += count;
    return { kind: 'fixed', bytes };
  }
}

class DeltaFixed implements ValueReader {
  constructor(
    private readonly integers: DeltaIntegers,
    private readonly width: 4 | 8,
  ) {}

  read(count: number): Physical {
    const pairs = new Uint32Array(2 * count);
    this.integers.read(pairs);
    if (this.width === 8) return { kind: 'fixed', bytes: new Uint8Array(pairs.buffer) };
    const words = new Uint32Array(count);
    for (let i = 0; i < count; i++) words[i] = pairs[2 * i];
    return { kind: 'fixed', bytes: new Uint8Array(words.buffer) };
  }
}

/** The lengths of all values, then their bytes. */
class DeltaLengthBytes implements ValueReader {
  private readonly lengths: DeltaIntegers;
  private at: number;

  constructor(
    private readonly bytes: Buffer,
    start: number,
  ) {
    this.lengths = new DeltaIntegers(bytes, start, bytes.length);
    this.at = this.lengths.end;
  }

  read(count: number): Extract<Physical, { kind: 'bytes' }> {
    const { bytes } = this;
    const lengths = new Int32Array(count);
    this.lengths.readInt32(lengths);
    const starts = new Int32Array(count);
    const ends = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      starts[i] = this.at;
      this.at += lengths[i];
      insist(lengths[i] >= 0 && this.at <= bytes.length, 'a value goes beyond the end of its page');
      ends[i] = this.at;
    }
    return { kind: 'bytes', bytes, starts, ends };
  }
}

/** How much of the value before each value begins with, then, as above, what follows. */
class DeltaBytes implements ValueReader {
  private readonly prefixes: DeltaIntegers;
  private readonly suffixes: DeltaLengthBytes;
  private last: Buffer = Buffer.alloc(0);

  constructor(bytes: Buffer, start: number) {
    this.prefixes = new DeltaIntegers(bytes, start, bytes.length);
    this.suffixes = new DeltaLengthBytes(bytes, this.prefixes.end);
  }

  read(count: number): Extract<Physical, { kind: 'bytes' }> {
    const prefixes = new Int32Array(count);
    this.prefixes.readInt32(prefixes);
    const { bytes: from, starts: suffixStarts, ends: suffixEnds } = this.suffixes.read(count);
    const starts = new Int32Array(count);
    const ends = new Int32Array(count);
    let end = 0;
    for (let i = 0, length = this.last.length; i < count; i++) {
      insist(prefixes[i] >= 0 && prefixes[i] <= length, 'a prefix longer than the value before');
      length = prefixes[i] + suffixEnds[i] - suffixStarts[i];
      starts[i] = end;
      end += length;
      insist(end <= largestRepeatedBytes, 'prefixes beyond reason');
      ends[i] = end;
    }
    const bytes = Buffer.alloc(end);
    for (let i = 0; i < count; i++) {
      const at = starts[i] + prefixes[i];
      if (i === 0) this.last.copy(bytes, starts[0], 0, prefixes[0]);
      else bytes.copyWithin(starts[i], starts[i - 1], starts[i - 1] + prefixes[i]);
      from.copy(bytes, at, suffixStarts[i], suffixEnds[i]);
    }
    if (count > 0) this.last = Buffer.from(bytes.subarray(starts[count - 1], end));
    return { kind: 'bytes', bytes, starts, ends };
  }
}

/** A prefix costs nothing, so that a few bytes could stand for any number. */
const largestRepeatedBytes = 2 ** 30;

/** Bytes of any number that happen to be of one width. */
class FixedBytes implements ValueReader {
  constructor(
    private readonly values: DeltaBytes,
    private readonly width: number,
  ) {}

  read(count: number): Physical {
    const { bytes, starts, ends } = this.values.read(count);
    insist(
      starts.every((start, i) => ends[i] - start === this.width),
      'a value of another width',
    );
    return { kind: 'fixed', bytes };
  }
}
