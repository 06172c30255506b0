/** So many keys take a gigabyte. */
const mostKeys = 2 ** 27;
const fewestKeys = 1 << 12;

/** The keys of examples, to count those that occur again: as few bytes for each as the examples are wide. */
export class ExampleKeys {
  private count = 0;
  private seen: Uint8Array | undefined;
  private duplicatesSeen = 0;
  private keys: Uint32Array;
  private readonly wordsPerKey: 1 | 2;

  /**
   * @param expected How many examples there will be, as a header has it: room is made only as they come.
   * @param bits Of a key.
   */
  constructor(
    private readonly expected: number,
    bits: number,
  ) {
    if (bits <= 16) this.seen = new Uint8Array(2 ** bits);
    this.wordsPerKey = bits <= 32 ? 1 : 2;
    this.keys = new Uint32Array(
      this.seen || expected > mostKeys ? 0 : this.wordsPerKey * Math.min(expected, fewestKeys),
    );
  }

  add(low: number, high: number): void {
    if (this.seen) {
      this.duplicatesSeen += this.seen[low];
      this.seen[low] = 1;
      return;
    }
    if (this.expected > mostKeys) return;
    const at = this.wordsPerKey * this.count++;
    if (at === this.keys.length) this.grow();
    this.keys[at] = low;
    if (this.wordsPerKey === 2) this.keys[at + 1] = high;
  }

  /** Null where there are too many. */
  duplicates(): number | null {
    if (this.seen) return this.duplicatesSeen;
    if (this.expected > mostKeys) return null;
    const { count, wordsPerKey } = this;
    const keys = this.keys.subarray(0, wordsPerKey * count);
    if (wordsPerKey === 1) keys.sort();
    else new BigUint64Array(keys.buffer, keys.byteOffset, count).sort();
    let duplicates = 0;
    for (let i = wordsPerKey; i < keys.length; i += wordsPerKey) {
      const isSame = keys[i] === keys[i - wordsPerKey] && (wordsPerKey === 1 || keys[i + 1] === keys[i - 1]);
      if (isSame) duplicates++;
    }
    return duplicates;
  }

  private grow(): void {
    const larger = new Uint32Array(this.wordsPerKey * Math.min(this.expected, 2 * this.count));
    larger.set(this.keys);
    this.keys = larger;
  }
}
