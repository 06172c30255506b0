import { type ByteEncoding, decodeBytes, isUtf8 } from '../bytes/text-encoding';
import { bytesPerWord } from './table-columns';

/** Stands behind each word, so that two halves of a character do not meet. */
const separator = 0;
/** Longer ones are copied and compared by the system. */
const longWord = 64;

/**
 * Gives equal words the same code, 0, 1, 2, … in the order of their first occurrence: an open hash table over
 * their bytes, which are kept in one piece, so that no string is made of any before it is asked for.
 */
export class Words {
  /** The number of different words. */
  size = 0;
  /** There are too many to hold: who fills them clears them now and then. */
  passing = false;
  private store = Buffer.alloc(64);
  private stored = 0;
  /** Where words begin in the store. */
  private starts = new Uint32Array(8);
  private hashes = new Uint32Array(8);
  private slots = new Int32Array(16).fill(-1);
  /** Those that have been cleared were. */
  private wereUtf8 = true;

  /** What they take in memory, about. */
  get bytes(): number {
    return this.stored + this.size * bytesPerWord;
  }

  /** Forgets all. */
  clear(): void {
    this.wereUtf8 = this.areUtf8;
    this.size = 0;
    this.stored = 0;
    this.slots.fill(-1);
  }

  /** Are all words well-formed UTF-8, those that have been forgotten, too? */
  get areUtf8(): boolean {
    return this.wereUtf8 && isUtf8(this.content);
  }

  /** The bytes of all that are held, with a zero behind each. */
  get content(): Uint8Array {
    return this.store.subarray(0, this.stored);
  }

  /** The words by code. */
  texts(encoding: ByteEncoding): string[] {
    return Array.from({ length: this.size }, (_, code) => this.text(code, encoding));
  }

  /** The word of a code. */
  text(code: number, encoding: ByteEncoding): string {
    return decodeBytes(this.store.subarray(this.starts[code], this.endOf(code)), encoding);
  }

  /** The code of the word at start..end. */
  code(bytes: Buffer, start: number, end: number): number {
    const hash = hashOf(bytes, start, end);
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = this.slots[slot];
      if (code < 0) return this.add(hash, slot, bytes, start, end);
      if (this.hashes[code] === hash && this.equals(code, bytes, start, end)) return code;
    }
  }

  private add(hash: number, slot: number, bytes: Buffer, start: number, end: number): number {
    const code = this.size++;
    if (code === this.starts.length) {
      this.starts = doubled(this.starts);
      this.hashes = doubled(this.hashes);
    }
    const needed = this.stored + end - start + 1;
    if (needed > this.store.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.store.length));
      this.store.copy(larger, 0, 0, this.stored);
      this.store = larger;
    }
    this.starts[code] = this.stored;
    this.hashes[code] = hash;
    // Byte by byte where a word is short: a copy is a call.
    if (end - start > longWord) bytes.copy(this.store, this.stored, start, end);
    else for (let from = start, to = this.stored; from < end; from++, to++) this.store[to] = bytes[from];
    this.store[needed - 1] = separator;
    this.stored = needed;
    this.slots[slot] = code;
    if (this.size * 2 > this.slots.length) this.rehash();
    return code;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 4).fill(-1);
    const mask = this.slots.length - 1;
    for (let code = 0; code < this.size; code++) {
      let slot = this.hashes[code] & mask;
      while (this.slots[slot] >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = code;
    }
  }

  private equals(code: number, bytes: Buffer, start: number, end: number): boolean {
    const known = this.starts[code];
    if (this.endOf(code) - known !== end - start) return false;
    if (end - start > longWord) return this.store.compare(bytes, start, end, known, this.endOf(code)) === 0;
    for (let i = 0; i < end - start; i++) if (this.store[known + i] !== bytes[start + i]) return false;
    return true;
  }

  private endOf(code: number): number {
    return (code + 1 < this.size ? this.starts[code + 1] : this.stored) - 1;
  }
}

/** Four bytes at a time: the high bits of a product are brought down, as slots are told by the low ones. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5 ^ (end - start);
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const four = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    hash = Math.imul(hash ^ four, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length);
  larger.set(array);
  return larger;
}
