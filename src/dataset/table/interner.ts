import { cellText } from './row-scanner';

/**
 * Gives equal cells of a text the same number, 0, 1, 2, … in the order of their first occurrence, without making a
 * string of each: an open hash table (FNV-1a) over places in the text.
 */
export class Interner {
  private slots = new Int32Array(64).fill(-1);
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly quoted: boolean[] = [];
  private readonly hashes: number[] = [];

  constructor(private readonly bytes: Buffer) {}

  get size(): number {
    return this.starts.length;
  }

  code(start: number, end: number, quoted: boolean): number {
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ this.bytes[i], 0x01000193);
    hash >>>= 0;
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = this.slots[slot];
      if (code < 0) return this.add(hash, slot, start, end, quoted);
      if (this.hashes[code] === hash && this.equals(code, start, end)) return code;
    }
  }

  /** The texts by code. */
  texts(): string[] {
    return this.starts.map((start, code) => cellText(this.bytes, start, this.ends[code], this.quoted[code]));
  }

  private add(hash: number, slot: number, start: number, end: number, quoted: boolean): number {
    const code = this.starts.length;
    this.starts.push(start);
    this.ends.push(end);
    this.quoted.push(quoted);
    this.hashes.push(hash);
    this.slots[slot] = code;
    if (this.starts.length * 2 > this.slots.length) this.grow();
    return code;
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 4).fill(-1);
    const mask = this.slots.length - 1;
    this.hashes.forEach((hash, code) => {
      let slot = hash & mask;
      while (this.slots[slot] >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = code;
    });
  }

  private equals(code: number, start: number, end: number): boolean {
    const known = this.starts[code];
    if (this.ends[code] - known !== end - start) return false;
    for (let i = 0; i < end - start; i++) if (this.bytes[known + i] !== this.bytes[start + i]) return false;
    return true;
  }
}
