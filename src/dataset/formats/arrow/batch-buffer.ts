import type { RandomAccess } from '../../bytes/random-access';
import { insist } from '../columnar/damage';
import { decompress } from '../columnar/decompress';
import type { BatchHead, Region } from './message';

/** Buffers up to this size are read at once. */
const wholeBytes = 1 << 20;
const prefixBytes = 8;

/** A buffer of a record batch, of which stretches are read; one that is compressed is decompressed when first needed. */
export class BatchBuffer {
  private whole: Buffer | undefined;

  constructor(
    private readonly file: RandomAccess,
    private readonly region: Region,
    private readonly codec: BatchHead['codec'],
  ) {}

  get isEmpty(): boolean {
    return this.region.length === 0;
  }

  /** Bytes that it takes in the file. */
  get stored(): number {
    return this.region.length;
  }

  /** @throws Damage where the buffer has no such stretch. */
  async read(start: number, length: number): Promise<Buffer> {
    const { file, region, codec } = this;
    if (length === 0) return Buffer.alloc(0);
    if (codec === 'UNCOMPRESSED' && !this.whole) {
      insist(start + length <= region.length, 'a buffer shorter than its values');
      if (region.length > wholeBytes) return file.read(region.start + start, length);
      this.whole = await file.read(region.start, region.length);
    }
    this.whole ??= await this.inflate();
    insist(start + length <= this.whole.length, 'a buffer shorter than its values');
    return this.whole.subarray(start, start + length);
  }

  /** The same, in memory of its own. */
  async take(start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const { file, region, codec } = this;
    const target = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
    if (codec === 'UNCOMPRESSED' && !this.whole && region.length > wholeBytes) {
      insist(start + length <= region.length, 'a buffer shorter than its values');
      await file.fill(target, region.start + start);
    } else target.set(await this.read(start, length));
    return target;
  }

  /** All of it. */
  async all(): Promise<Buffer> {
    if (this.codec === 'UNCOMPRESSED') return this.read(0, this.region.length);
    this.whole ??= await this.inflate();
    return this.whole;
  }

  /** The length of what is compressed stands before it; -1 where it was left as it is. */
  private async inflate(): Promise<Buffer> {
    const { file, region, codec } = this;
    if (region.length === 0) return Buffer.alloc(0);
    insist(region.length >= prefixBytes, 'a buffer without its length');
    const stored = await file.read(region.start, region.length);
    const size = Number(stored.readBigInt64LE(0));
    const content = stored.subarray(prefixBytes);
    if (size === -1) return content;
    insist(Number.isSafeInteger(size) && size >= 0, 'a buffer of a size beyond reason');
    const bytes = decompress(codec, content, size);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
