/**
 * A set of examples, one bit each: what a filter lets through, or what a person selected. It never changes; each
 * operation makes a new one. A million examples are 125 kB.
 */
export class Bits {
  private counted = -1;

  /** `words` holds 32 examples each, the lowest bit first; bits beyond `length` are 0. */
  private constructor(
    readonly length: number,
    readonly words: Uint32Array,
  ) {}

  static none(length: number): Bits {
    return new Bits(length, new Uint32Array(Math.ceil(length / 32)));
  }

  static all(length: number): Bits {
    return Bits.none(length).not();
  }

  static where(length: number, holds: (index: number) => boolean): Bits {
    const { words } = Bits.none(length);
    for (let at = 0, index = 0; at < words.length; at++) {
      const end = Math.min(length, index + 32);
      let word = 0;
      for (; index < end; index++) if (holds(index)) word |= 1 << (index & 31);
      words[at] = word;
    }
    return new Bits(length, words);
  }

  /** Those whose value is in a range, ends included. What is no number is in none. */
  static between(values: Float32Array, from: number, to: number): Bits {
    const { length } = values;
    const { words } = Bits.none(length);
    for (let at = 0, index = 0; at < words.length; at++) {
      const end = Math.min(length, index + 32);
      let word = 0;
      for (; index < end; index++) {
        const value = values[index];
        if (value >= from && value <= to) word |= 1 << (index & 31);
      }
      words[at] = word;
    }
    return new Bits(length, words);
  }

  /** Those whose value is a place in a table that has a 1 there; `elsewhere`, 0 or 1, is of those beyond it, and of what is no number. */
  static listed(values: Float32Array, table: Uint8Array, elsewhere: number): Bits {
    const { length } = values;
    const { words } = Bits.none(length);
    for (let at = 0, index = 0; at < words.length; at++) {
      const end = Math.min(length, index + 32);
      let word = 0;
      for (; index < end; index++) {
        const value = values[index];
        const is = value >= 0 && value < table.length ? table[value | 0] : elsewhere;
        word |= is << (index & 31);
      }
      words[at] = word;
    }
    return new Bits(length, words);
  }

  /** Indices outside of 0 … length - 1 are left out. */
  static of(length: number, indices: Iterable<number>): Bits {
    const { words } = Bits.none(length);
    for (const index of indices) if (index >= 0 && index < length) words[index >>> 5] |= 1 << (index & 31);
    return new Bits(length, words);
  }

  /** First and last index of each range, as they follow each other. */
  static ofRanges(length: number, ranges: readonly number[]): Bits {
    const { words } = Bits.none(length);
    for (let at = 0; at + 1 < ranges.length; at += 2) {
      for (let index = ranges[at]; index <= ranges[at + 1]; index++) words[index >>> 5] |= 1 << (index & 31);
    }
    return new Bits(length, words);
  }

  /** Takes the words for its own; bits beyond `length` are cleared. */
  static ofWords(length: number, words: Uint32Array): Bits {
    const rest = length & 31;
    if (rest > 0) words[words.length - 1] &= (1 << rest) - 1;
    return new Bits(length, words);
  }

  /** What is in each of some sets; null where none is given. */
  static common(sets: Iterable<Bits>): Bits | null {
    const all = [...sets];
    return all.length > 0 ? all.reduce((common, set) => common.and(set)) : null;
  }

  has(index: number): boolean {
    return index < this.length && ((this.words[index >>> 5] >>> (index & 31)) & 1) === 1;
  }

  and(other: Bits): Bits {
    return this.combine(other, (mine, theirs) => mine & theirs);
  }

  or(other: Bits): Bits {
    return this.combine(other, (mine, theirs) => mine | theirs);
  }

  without(other: Bits): Bits {
    return this.combine(other, (mine, theirs) => mine & ~theirs);
  }

  not(): Bits {
    const words = this.words.map((word) => ~word);
    const rest = this.length & 31;
    if (rest > 0) words[words.length - 1] &= (1 << rest) - 1;
    return new Bits(this.length, words);
  }

  get count(): number {
    if (this.counted < 0) {
      this.counted = 0;
      for (const word of this.words) this.counted += onesIn(word);
    }
    return this.counted;
  }

  get empty(): boolean {
    return this.words.every((word) => word === 0);
  }

  /** Ascending. */
  indices(): Uint32Array {
    const indices = new Uint32Array(this.count);
    let at = 0;
    this.forEach((index) => {
      indices[at++] = index;
    });
    return indices;
  }

  forEach(visit: (index: number) => void): void {
    for (let at = 0; at < this.words.length; at++) {
      for (let word = this.words[at]; word !== 0; word &= word - 1) visit(at * 32 + 31 - Math.clz32(word & -word));
    }
  }

  equals(other: Bits): boolean {
    return this.length === other.length && this.words.every((word, at) => word === other.words[at]);
  }

  private combine(other: Bits, operation: (mine: number, theirs: number) => number): Bits {
    if (other.length !== this.length) throw new RangeError(`Sets of ${this.length} and ${other.length} examples.`);
    return new Bits(
      this.length,
      this.words.map((word, at) => operation(word, other.words[at])),
    );
  }
}

/** How many bits of a 32-bit word are 1, by sums in parallel (Warren, Hacker's Delight, 5-1). */
function onesIn(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
