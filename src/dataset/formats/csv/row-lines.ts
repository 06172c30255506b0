/** On which lines of a text the rows begin. Kept are only the rows at which a line was passed over. */
export class RowLines {
  private readonly rows: number[] = [];
  private readonly lines: number[] = [];
  private next = 0;
  private expected = -1;

  /** The next row begins on `line`. */
  add(line: number): void {
    if (line !== this.expected) {
      this.rows.push(this.next);
      this.lines.push(line);
    }
    this.next++;
    this.expected = line + 1;
  }

  line(row: number): number {
    let low = 0;
    let high = this.rows.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.rows[middle] <= row) low = middle;
      else high = middle - 1;
    }
    return this.lines[low] + row - this.rows[low];
  }
}
