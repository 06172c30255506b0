import { insist } from '../columnar/damage';

/**
 * Numbers of a fixed width in bits, in runs of one value or packed in groups of eight: Parquet's levels, dictionary
 * indices and booleans. Read piece by piece, so that a run takes no more room than what is asked for.
 * Source: github.com/apache/parquet-format, Encodings.md, RLE/bit-packing hybrid.
 */
export class BitRuns {
  private left = 0;
  private packed = false;
  private value = 0;
  /** The next bit of a packed run. */
  private bit = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
    private readonly end: number,
    private readonly width: number,
  ) {
    insist(width <= 32 && at <= end && end <= bytes.length, 'runs beyond the end of their page');
  }

  /** Fills all of `target` with the next values. @throws Damage when the runs end before. */
  read(target: Int32Array): void {
    for (let filled = 0; filled < target.length; ) {
      if (this.left === 0) this.begin();
      const count = Math.min(this.left, target.length - filled);
      if (this.packed) this.unpack(target, filled, count);
      else target.fill(this.value, filled, filled + count);
      this.left -= count;
      filled += count;
    }
  }

  private begin(): void {
    const { bytes, width, end } = this;
    let header = 0;
    for (let factor = 1; ; factor *= 128) {
      insist(this.at < end && factor <= 2 ** 28, 'a run is cut off');
      const byte = bytes[this.at++];
      header += (byte & 127) * factor;
      if (byte < 128) break;
    }
    this.packed = header % 2 === 1;
    if (this.packed) {
      const groups = Math.floor(header / 2);
      // Writers leave the padding of the last group away.
      const stored = Math.min(groups * width, end - this.at);
      this.bit = this.at * 8;
      this.at += stored;
      this.left = width === 0 ? groups * 8 : Math.min(groups * 8, Math.floor((stored * 8) / width));
      insist(this.left > 0 || groups === 0, 'a run is cut off');
    } else {
      this.left = header / 2;
      const valueBytes = (width + 7) >> 3;
      insist(this.at + valueBytes <= end, 'a run is cut off');
      this.value = 0;
      for (let i = 0; i < valueBytes; i++) this.value |= bytes[this.at++] << (8 * i);
    }
  }

  private unpack(target: Int32Array, from: number, count: number): void {
    const { bytes, width } = this;
    let { bit } = this;
    const mask = width === 32 ? -1 : (1 << width) - 1;
    for (let i = 0; i < count; i++) {
      const byte = bit >> 3;
      const shift = bit & 7;
      let value = bytes[byte] >>> shift;
      for (let have = 8 - shift, next = byte + 1; have < width; have += 8, next++) value |= bytes[next] << have;
      target[from + i] = value & mask;
      bit += width;
    }
    this.bit = bit;
  }
}
