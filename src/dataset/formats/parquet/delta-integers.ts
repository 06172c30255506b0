import { insist } from '../columnar/damage';

/** One block's head: where its miniblocks begin, and what each difference has added to it. */
interface Block {
  readonly minLow: number;
  readonly minHigh: number;
  /** Where the widths of the miniblocks are listed. */
  readonly widthsAt: number;
}

/**
 * Integers stored as bit-packed differences (DELTA_BINARY_PACKED), modulo 2^64, read piece by piece.
 * Source: github.com/apache/parquet-format, Encodings.md.
 */
export class DeltaIntegers {
  /** How many integers there are. */
  readonly count: number;
  /** Where the bytes of the integers end. */
  readonly end: number;

  private readonly miniblocks: number;
  private readonly perMiniblock: number;
  private at: number;
  private low: number;
  private high: number;
  private given = 0;
  private block: Block | undefined;
  private miniblock = 0;
  private miniblockAt = 0;
  private inMiniblock = 0;

  /** @throws Damage when the head, or the blocks that it announces, do not fit into bytes[start..limit). */
  constructor(
    private readonly bytes: Uint8Array,
    start: number,
    private readonly limit: number,
  ) {
    this.at = start;
    const [blockSize] = this.varint();
    [this.miniblocks] = this.varint();
    [this.count] = this.varint();
    [this.low, this.high] = this.zigzag();
    this.perMiniblock = blockSize / this.miniblocks;
    insist(
      Number.isInteger(this.perMiniblock) && this.perMiniblock > 0 && this.perMiniblock % 8 === 0,
      'differences in blocks of an impossible size',
    );
    const first = this.at;
    this.end = this.skipBlocks();
    this.at = first;
  }

  /** Writes the next `count` integers as little-endian pairs of 32 bits, low and high. */
  read(pairs: Uint32Array): void {
    const count = pairs.length / 2;
    insist(this.given + count <= this.count, 'fewer differences than values');
    for (let i = 0; i < count; i++) {
      if (this.given > 0) this.advance();
      pairs[2 * i] = this.low;
      pairs[2 * i + 1] = this.high;
      this.given++;
    }
  }

  /** The next `count` integers, of which only the low 32 bits matter. */
  readInt32(target: Int32Array): void {
    const pairs = new Uint32Array(2 * target.length);
    this.read(pairs);
    for (let i = 0; i < target.length; i++) target[i] = pairs[2 * i];
  }

  private advance(): void {
    if (!this.block || (this.inMiniblock === this.perMiniblock && this.miniblock === this.miniblocks - 1)) {
      if (this.block) this.at = this.miniblockAt + this.miniblockBytes();
      this.block = this.blockHead();
      this.miniblock = 0;
      this.miniblockAt = this.at;
      this.inMiniblock = 0;
    } else if (this.inMiniblock === this.perMiniblock) {
      this.miniblockAt += this.miniblockBytes();
      this.miniblock++;
      this.inMiniblock = 0;
    }
    const { minLow, minHigh, widthsAt } = this.block;
    const width = this.bytes[widthsAt + this.miniblock];
    const bit = this.inMiniblock * width;
    this.add(minLow, minHigh);
    this.add(this.bits(bit, Math.min(32, width)), width > 32 ? this.bits(bit + 32, width - 32) : 0);
    this.inMiniblock++;
  }

  private add(low: number, high: number): void {
    const sum = this.low + low;
    this.low = sum >>> 0;
    this.high = (this.high + high + (sum > 0xffffffff ? 1 : 0)) >>> 0;
  }

  /** Up to 32 bits of the current miniblock, from a bit on. */
  private bits(bit: number, width: number): number {
    let value = 0;
    let at = this.miniblockAt + Math.floor(bit / 8);
    let shift = bit % 8;
    for (let have = 0; have < width; at++) {
      const taken = Math.min(8 - shift, width - have);
      value |= ((this.bytes[at] >>> shift) & ((1 << taken) - 1)) << have;
      have += taken;
      shift = 0;
    }
    return value >>> 0;
  }

  private miniblockBytes(): number {
    return (this.perMiniblock / 8) * this.bytes[this.block!.widthsAt + this.miniblock];
  }

  private blockHead(): Block {
    const [minLow, minHigh] = this.zigzag();
    const widthsAt = this.at;
    this.at += this.miniblocks;
    insist(this.at <= this.limit, 'differences are cut off');
    return { minLow, minHigh, widthsAt };
  }

  /** Miniblocks beyond the last integer are not stored. */
  private skipBlocks(): number {
    let left = this.count - 1;
    while (left > 0) {
      const { widthsAt } = this.blockHead();
      for (let i = 0; i < this.miniblocks && left > 0; i++) {
        const width = this.bytes[widthsAt + i];
        insist(width <= 64, 'differences of more than 64 bits');
        this.at += (this.perMiniblock / 8) * width;
        left -= this.perMiniblock;
      }
      insist(this.at <= this.limit, 'differences are cut off');
    }
    return this.at;
  }

  private zigzag(): readonly [low: number, high: number] {
    const [, low, high] = this.varint();
    const sign = low & 1 ? 0xffffffff : 0;
    return [(((low >>> 1) | (high << 31)) ^ sign) >>> 0, ((high >>> 1) ^ sign) >>> 0];
  }

  /** A ULEB128 number: as a double, and as its low 64 bits in two halves. */
  private varint(): readonly [value: number, low: number, high: number] {
    let value = 0;
    let low = 0;
    let high = 0;
    for (let shift = 0; ; shift += 7) {
      insist(this.at < this.limit && shift < 70, 'a number is cut off');
      const byte = this.bytes[this.at++];
      const part = byte & 127;
      value += part * 2 ** shift;
      if (shift < 32) low |= part << shift;
      if (shift > 24) high |= shift < 32 ? part >>> (32 - shift) : part << (shift - 32);
      if (byte < 128) return [value, low >>> 0, high >>> 0];
    }
  }
}
