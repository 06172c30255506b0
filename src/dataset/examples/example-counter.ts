import { type ElementName, elementTypes, machineIsLittleEndian, swapBytes } from '../bytes/elements';
import { ExampleKeys } from './example-keys';

const blockBytes = 1 << 20;

/**
 * Counts missing values (NaN), and the examples that equal an earlier one, in numbers that come in pieces. Equal means of
 * the same values: NaN equals NaN, and 0 equals -0. Holds a key of at most 64 bits for each example, not the examples.
 */
export class ExampleCounter {
  missing = 0;
  private readonly block: ArrayBuffer;
  private readonly words: Uint8Array | Uint16Array | Uint32Array;
  private readonly wordBytes: 1 | 2 | 4;
  private readonly wordsPerExample: number;
  private readonly keys: ExampleKeys;
  private filled = 0;
  /** Words of the example under way. */
  private at = 0;
  private low = 0;
  private high = 0;

  /** @param exampleBytes Bytes of one example: a multiple of the element's, and more than 0. */
  constructor(
    private readonly dtype: ElementName,
    examples: number,
    exampleBytes: number,
  ) {
    this.wordBytes = wordBytesOf(dtype, exampleBytes);
    this.wordsPerExample = exampleBytes / this.wordBytes;
    this.block = new ArrayBuffer(Math.min(blockBytes, Math.ceil((examples * exampleBytes) / 8) * 8));
    this.words = wordsOf(this.block, this.wordBytes);
    this.keys = new ExampleKeys(examples, 8 * exampleBytes);
  }

  /** The next elements in C order and little-endian. */
  add(piece: Uint8Array): void {
    const block = new Uint8Array(this.block);
    for (let from = 0; from < piece.length; ) {
      const part = piece.subarray(from, from + block.length - this.filled);
      block.set(part, this.filled);
      this.filled += part.length;
      from += part.length;
      if (this.filled === block.length) this.drain();
    }
  }

  /** Null where there are too many examples to keep a key for each. To be called once, at the end. */
  duplicates(): number | null {
    this.drain();
    return this.keys.duplicates();
  }

  private drain(): void {
    const { filled, wordBytes, words } = this;
    if (!machineIsLittleEndian) swapBytes(new Uint8Array(this.block), wordBytes);
    const count = filled / wordBytes;
    if (this.dtype === 'float64') this.unifyDoubles(count);
    if (this.dtype === 'float32') this.unify(count, 0x7fffffff, 0x7f800000);
    if (this.dtype === 'float16') this.unify(count, 0x7fff, 0x7c00);
    if (this.wordsPerExample * wordBytes <= 4) this.addSmall(count);
    else this.addHashed(words, count);
    this.filled = 0;
  }

  /** Gives all NaNs the same bits, and zeros no sign. */
  private unify(count: number, withoutSign: number, infinity: number): void {
    const { words } = this;
    for (let i = 0; i < count; i++) {
      const magnitude = words[i] & withoutSign;
      if (magnitude > infinity) {
        words[i] = withoutSign;
        this.missing++;
      } else if (magnitude === 0) words[i] = 0;
    }
  }

  private unifyDoubles(count: number): void {
    const { words } = this;
    for (let i = 0; i < count; i += 2) {
      const high = words[i + 1] & 0x7fffffff;
      if (high > 0x7ff00000 || (high === 0x7ff00000 && words[i] !== 0)) {
        words[i] = 0;
        words[i + 1] = 0x7fffffff;
        this.missing++;
      } else if (high === 0 && words[i] === 0) words[i + 1] = 0;
    }
  }

  /** Examples of up to four bytes are their own key. */
  private addSmall(count: number): void {
    const { keys, words, wordsPerExample } = this;
    const shift = 8 * this.wordBytes;
    let { at, low } = this;
    for (let i = 0; i < count; i++) {
      low = at === 0 ? words[i] : (low << shift) | words[i];
      if (++at === wordsPerExample) {
        keys.add(low >>> 0, 0);
        at = 0;
      }
    }
    this.at = at;
    this.low = low;
  }

  /** Two lanes of MurmurHash3 (Appleby, public domain) with constants of their own: 64 bits. */
  private addHashed(words: Uint8Array | Uint16Array | Uint32Array, count: number): void {
    const { keys, wordsPerExample } = this;
    let { at, low, high } = this;
    for (let i = 0; i < count; i++) {
      const word = words[i];
      let a = Math.imul(word, 0xcc9e2d51);
      a = Math.imul((a << 15) | (a >>> 17), 0x1b873593);
      low ^= a;
      low = (Math.imul((low << 13) | (low >>> 19), 5) + 0xe6546b64) | 0;
      let b = Math.imul(word, 0x239b961b);
      b = Math.imul((b << 16) | (b >>> 16), 0xab0e9789);
      high ^= b;
      high = (Math.imul((high << 15) | (high >>> 17), 5) + 0x561ccd1b) | 0;
      if (++at === wordsPerExample) {
        keys.add(low >>> 0, high >>> 0);
        at = 0;
        low = 0;
        high = 0;
      }
    }
    this.at = at;
    this.low = low;
    this.high = high;
  }
}

/** As wide as examples and elements allow. */
function wordBytesOf(dtype: ElementName, exampleBytes: number): 1 | 2 | 4 {
  const { bytes } = elementTypes[dtype];
  if (dtype === 'float16') return 2;
  if (exampleBytes % 4 === 0) return 4;
  return bytes === 2 ? 2 : 1;
}

function wordsOf(buffer: ArrayBuffer, bytes: 1 | 2 | 4): Uint8Array | Uint16Array | Uint32Array {
  return bytes === 1 ? new Uint8Array(buffer) : bytes === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer);
}
