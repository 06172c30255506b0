import { allocate } from '../../bytes/memory';
import { readCodePoints, type Utf8Texts } from '../../bytes/utf8-texts';
import { firstLetter, padding, symbolCount, type TextEncoding, unknown } from '../encoding/text';

/** A byte tells apart as many characters: 0 is none of them. */
const mostDifferent = 255;

/**
 * The beginnings of texts, kept while their characters are counted and in codes of their own, so that they need not be read
 * again to be encoded. A byte is a character: of texts of more different ones nothing is kept.
 */
export class KeptBeginnings {
  /**
   * One text after the other, and then the examples: as large as these may become, but the system gives memory to no more of it than is
   * written. Null where there are too many different characters, or where it has been given away.
   */
  private store: Uint8Array<ArrayBuffer> | null;
  private filled = 0;
  private readonly lengths: Uint16Array;
  private count = 0;
  /** By code point. */
  private readonly codes = new Uint8Array(0x110000);
  /** By code, from 1 on. */
  private readonly points: number[] = [];
  private readonly room: Uint32Array;

  /** @param most Characters of a text that are kept, no more than 65,535. */
  constructor(
    texts: number,
    private readonly most: number,
  ) {
    this.store = allocate(texts * most);
    this.lengths = new Uint16Array(texts);
    this.room = new Uint32Array(most);
  }

  /** A missing text is one of nothing. */
  add({ bytes, starts, ends }: Utf8Texts): void {
    const { most, codes } = this;
    for (let i = 0; i < starts.length && this.store; i++) {
      const begin = starts[i];
      const end = Math.min(ends[i], begin + most);
      let at = begin;
      const { store } = this;
      for (let to = this.filled; at < end && bytes[at] < 0x80; at++, to++) {
        store[to] = codes[bytes[at]] || this.codeOf(bytes[at]);
      }
      const length = at >= end ? Math.max(0, end - begin) : this.addWide(bytes, begin, ends[i], store);
      this.lengths[this.count++] = length;
      this.filled += length;
    }
  }

  /** A text whose characters are not all of one byte. */
  private addWide(bytes: Buffer, start: number, end: number, store: Uint8Array): number {
    const count = readCodePoints(bytes, start, end, this.room);
    for (let i = 0; i < count; i++) store[this.filled + i] = this.codes[this.room[i]] || this.codeOf(this.room[i]);
    return count;
  }

  private codeOf(point: number): number {
    if (this.points.length === mostDifferent) {
      this.store = null;
      return 0;
    }
    this.codes[point] = this.points.push(point);
    return this.codes[point];
  }

  /** The texts as a model is given them, texts x length, where they are; and lets go of them. Null where nothing was kept. */
  encoded(encoding: TextEncoding): Uint8Array<ArrayBuffer> | null {
    const { store, most, count } = this;
    const { length } = encoding;
    if (!store || length > most || symbolCount(encoding) > mostDifferent + 1) return null;
    this.store = null;
    const end = this.cut(store, length, this.finalCodes(encoding));
    // From the last one on, none is written over before it has gone to its place.
    for (let text = count - 1, from = end; text >= 0; text--) {
      const own = this.lengths[text];
      from -= own;
      const to = text * length;
      if (from !== to) store.copyWithin(to, from, from + own);
      if (own < length) store.fill(padding, to + own, to + length);
    }
    return store.subarray(0, count * length);
  }

  /** Brings all to at most `length` characters in their final codes, and answers where the last ends. */
  private cut(store: Uint8Array, length: number, codes: Uint8Array): number {
    const { lengths, count } = this;
    let to = 0;
    for (let text = 0, from = 0; text < count; text++) {
      const whole = lengths[text];
      const own = Math.min(length, whole);
      for (let i = from, end = from + own; i < end; i++) store[to++] = codes[store[i]];
      from += whole;
      lengths[text] = own;
    }
    return to;
  }

  /** By the codes of what is kept. */
  private finalCodes({ alphabet }: TextEncoding): Uint8Array {
    const places = new Map(alphabet.map((letter, i) => [letter.codePointAt(0)!, firstLetter + i]));
    return Uint8Array.of(padding, ...this.points.map((point) => places.get(point) ?? unknown));
  }
}
