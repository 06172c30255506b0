/** So many rows are counted together. */
const rowsPerCount = 1 << 12;

/** Some of the rows of a table, a bit for each. They are added in ascending order. */
export class RowSet {
  size = 0;
  private readonly bits: Uint8Array;
  /** How many there are before each stretch of rows. */
  private readonly before: Float64Array;
  private counted = 0;

  /** @param rows Of the table. */
  constructor(rows: number) {
    this.bits = new Uint8Array(Math.ceil(rows / 8));
    this.before = new Float64Array(Math.floor(rows / rowsPerCount) + 1);
  }

  add(row: number): void {
    const stretch = Math.floor(row / rowsPerCount);
    while (this.counted < stretch) this.before[++this.counted] = this.size;
    this.bits[Math.floor(row / 8)] |= 1 << (row % 8);
    this.size++;
  }

  /** The `index`th of them. */
  at(index: number): number {
    let low = 0;
    let high = this.counted;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.before[middle] <= index) low = middle;
      else high = middle - 1;
    }
    let row = low * rowsPerCount;
    for (let left = index - this.before[low]; ; row++) if (this.has(row) && left-- === 0) return row;
  }

  has(row: number): boolean {
    return (this.bits[Math.floor(row / 8)] & (1 << (row % 8))) !== 0;
  }
}
