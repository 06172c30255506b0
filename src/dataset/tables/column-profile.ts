import type { Task } from '../../task';
import { Moments } from '../examples/encoding/columns';
import { largestClassCount } from '../examples/label-columns';
import type { RowBlock, TableRows, TypedColumn } from './table-columns';

const noCounts = new Uint32Array(0);
const noNumbers: ReadonlySet<number> = new Set();

/** What the cells of one column hold. Rows count from 0. */
export class ColumnProfile {
  readonly moments = new Moments();
  low = Number.POSITIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;
  /** All numbers are whole. */
  whole = true;
  /** All numbers are larger than the one above. */
  ascending = true;
  missing = 0;
  firstMissing = 0;
  infinite = 0;
  firstInfinite = 0;
  /** The different numbers, where these were asked for, in the order of their first occurrence: not all if they are many. */
  distinct: ReadonlySet<number> = noNumbers;
  /** Of a first column without a name: none of its first numbers occurs twice. */
  areDifferent = true;
  private seen: Set<number> | null;
  /** How often each word occurs, by code. */
  private counts = noCounts;
  private wordRows = 0;

  readonly isWords: boolean;

  constructor(
    readonly index: number,
    readonly column: TypedColumn,
    private readonly wantsDistinct: boolean,
  ) {
    this.isWords = column.cells === 'words';
    this.seen = index === 0 && column.unnamed === true && !this.isWords ? new Set() : null;
  }

  get name(): string {
    return this.column.name;
  }

  /** The first row whose value is missing or infinite; of no meaning where all are there. */
  get firstGap(): number {
    if (this.missing === 0) return this.firstInfinite;
    return this.infinite === 0 ? this.firstMissing : Math.min(this.firstMissing, this.firstInfinite);
  }

  /** Rows with a value. */
  get filled(): number {
    return this.isWords ? this.wordRows : this.moments.count + this.infinite;
  }

  /** Its words are not held. */
  get isPassing(): boolean {
    return this.column.passing === true;
  }

  /** The words that occur; not those of a column whose words pass. */
  words(): string[] {
    return this.column.words().filter((_, code) => this.counts[code] > 0);
  }

  /** @param row The number of the block's first row. */
  add({ cells, rows }: RowBlock, row: number): void {
    const width = cells.length / rows;
    if (this.isWords) this.addWords(cells, width, row);
    else this.addNumbers(cells, width, row);
    if (this.wantsDistinct) this.addDistinct(cells, width);
    if (this.seen) this.compare(this.seen, cells, width);
  }

  /** Up to so many numbers, or the first that occurs twice. */
  private compare(seen: Set<number>, cells: Float64Array, width: number): void {
    for (let i = this.index; i < cells.length && this.seen; i += width) {
      if (seen.has(cells[i])) this.areDifferent = false;
      seen.add(cells[i]);
      if (!this.areDifferent || seen.size > largestClassCount) this.seen = null;
    }
  }

  private addDistinct(cells: Float64Array, width: number): void {
    const distinct = new Set(this.distinct);
    for (let i = this.index; i < cells.length && distinct.size <= largestClassCount; i += width) {
      if (Number.isFinite(cells[i])) distinct.add(cells[i]);
    }
    this.distinct = distinct;
  }

  private addWords(cells: Float64Array, width: number, row: number): void {
    for (let i = this.index, at = row; i < cells.length; i += width, at++) {
      const code = cells[i];
      if (Number.isNaN(code)) {
        if (this.missing++ === 0) this.firstMissing = at;
        continue;
      }
      if (code >= this.counts.length) {
        const larger = new Uint32Array(Math.max(2 * this.counts.length, code + 1));
        larger.set(this.counts);
        this.counts = larger;
      }
      this.counts[code]++;
      this.wordRows++;
    }
  }

  private addNumbers(cells: Float64Array, width: number, row: number): void {
    let { low, high, whole, ascending } = this;
    let count = 0;
    let sum = 0;
    for (let i = this.index, at = row; i < cells.length; i += width, at++) {
      const value = cells[i];
      if (value - value !== 0) {
        this.addOdd(value, at);
        continue;
      }
      if (value <= high) ascending = false;
      else high = value;
      if (value < low) low = value;
      if (whole && value !== Math.floor(value)) whole = false;
      count++;
      sum += value;
    }
    Object.assign(this, { low, high, whole, ascending });
    const mean = sum / count;
    let squares = 0;
    for (let i = this.index; i < cells.length; i += width) {
      const distance = cells[i] - mean;
      if (distance - distance === 0) squares += distance * distance;
    }
    if (Number.isFinite(mean) || count === 0) this.moments.merge(count, mean, squares);
    else this.addOneByOne(cells, width);
  }

  /** Numbers of which the sum exceeds a double. */
  private addOneByOne(cells: Float64Array, width: number): void {
    for (let i = this.index; i < cells.length; i += width) if (Number.isFinite(cells[i])) this.moments.add(cells[i]);
  }

  private addOdd(value: number, row: number): void {
    if (Number.isNaN(value)) {
      if (this.missing++ === 0) this.firstMissing = row;
    } else if (this.infinite++ === 0) this.firstInfinite = row;
  }
}

/**
 * Goes through a table once, to tell what its columns hold.
 * @param wantsDistinct The columns whose different numbers are wanted.
 */
export async function profileColumns(
  table: TableRows,
  wantsDistinct: (name: string) => boolean,
  task: Task,
): Promise<ColumnProfile[]> {
  const profiles = table.columns.map((column, index) => new ColumnProfile(index, column, wantsDistinct(column.name)));
  let row = 0;
  for await (const block of table.blocks(task)) {
    for (const profile of profiles) profile.add(block, row);
    row += block.rows;
  }
  return profiles;
}
