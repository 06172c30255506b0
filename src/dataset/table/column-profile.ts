import { Moments } from '../encoding/columns';
import type { Interner } from './interner';

/** Where a cell stands in a file. */
export interface CellPlace {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** What the cells of one column hold. */
export class ColumnProfile {
  readonly moments = new Moments();
  low = Number.POSITIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;
  /** All numbers are whole. */
  whole = true;
  /** All numbers are larger than the one above. */
  ascending = true;
  missing = 0;
  firstMissingLine = 0;
  texts = 0;
  infinite = 0;
  firstText: CellPlace | undefined;
  firstInfinite: CellPlace | undefined;

  constructor(
    readonly name: string,
    /** The cells that are texts. */
    readonly words: Interner,
  ) {}

  get numbers(): number {
    return this.moments.count;
  }

  get filled(): number {
    return this.numbers + this.texts + this.infinite;
  }

  addMissing(line: number): void {
    if (this.missing++ === 0) this.firstMissingLine = line;
  }

  addNumber(value: number): void {
    if (value <= this.high) this.ascending = false;
    if (value < this.low) this.low = value;
    if (value > this.high) this.high = value;
    if (this.whole && value !== Math.floor(value)) this.whole = false;
    this.moments.add(value);
  }
}
