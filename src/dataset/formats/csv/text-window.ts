import type { ByteTextReader } from '../../bytes/text-encoding';

const lineFeed = 10;

/** As much of a text is looked at at once, unless a single cell is longer. */
const usualBytes = 1 << 20;

/** A part of a text in memory. Behind its last byte stands a line feed that is no part of it, so that searches end. */
export interface Stretch {
  readonly bytes: Buffer;
  /** The text lies at start..end of the bytes. */
  readonly start: number;
  readonly end: number;
  /** There is nothing behind it. */
  readonly ended: boolean;
}

/** A stretch that moves along a text. */
export class TextWindow implements Stretch {
  bytes: Buffer;
  start = 0;
  end = 0;
  ended = false;
  /** Bytes of the text that have been in the window so far. */
  passed = 0;

  /** @param mostBytes The most that there can be in the text. */
  constructor(
    private readonly reader: Pick<ByteTextReader, 'fill'>,
    mostBytes: number,
  ) {
    this.bytes = Buffer.allocUnsafe(Math.min(usualBytes, mostBytes) + 1);
  }

  get length(): number {
    return this.end - this.start;
  }

  /** Moves its start to `start`, and its end as far as there is room; makes room where there is little. */
  async advance(start: number): Promise<void> {
    const kept = this.end - start;
    const capacity = this.bytes.length - 1;
    const target = kept > capacity / 2 ? Buffer.allocUnsafe(2 * capacity + 1) : this.bytes;
    this.bytes.copy(target, 0, start, this.end);
    const room = target.subarray(kept, target.length - 1);
    const filled = await this.reader.fill(room);
    this.bytes = target;
    this.start = 0;
    this.end = kept + filled;
    this.ended = filled < room.length;
    this.passed += filled;
    target[this.end] = lineFeed;
  }
}
