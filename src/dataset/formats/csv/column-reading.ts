import { Words } from '../../tables/words';
import { type CellDate, type DateOrder, parseDate } from './cell-date';
import { cellCode, cellText } from './cell-text';
import { isMissing, isWhole, parseNumber } from './cell-value';
import type { Dialect } from './dialect';
import { type Dress, DressSearch, undress } from './dressed-number';

/**
 * How the cells of a column are read. `infer` tells by the cells: numbers, dates or words. What comes mixed has to be
 * read again, in one of the other ways; `skip` leaves the cells as they are. What is none of `numbers`, plain or dressed, is missing.
 */
export type Reading =
  | { readonly kind: 'infer' | 'skip' | 'numbers' }
  | { readonly kind: 'dressed'; readonly dress: Dress }
  /** Codes are those of `words`, where these are given. */
  | { readonly kind: 'words'; readonly words?: Words }
  | { readonly kind: 'dates'; readonly order: DateOrder; readonly unit: 'days' | 'seconds' };

export interface PlacedText {
  readonly row: number;
  readonly text: string;
}

const secondsPerDay = 86_400;

/** Reads the cells of one column, and tells what they are. */
export class ColumnReading {
  /** What all cells were so far that are not missing. */
  holds: 'numbers' | 'dates' | 'words' | 'mixed' = 'numbers';
  missing = 0;
  /** Numbers among mixed cells. */
  numbers = 0;
  /** The first cell that is neither a number nor missing. */
  firstText: PlacedText | undefined;
  /** Cells that are no numbers, and are missing therefore. */
  strays = 0;
  /** Of cells that are no plain numbers. */
  readonly dressing = new DressSearch();
  /** All numbers are written by digits alone. */
  whole = true;
  private dates_: DateCells | undefined;
  private words_: Words | undefined;
  private readonly decimal: Dialect['decimal'];
  private readonly encoding: Dialect['encoding'];

  constructor(
    readonly reading: Reading,
    { decimal, encoding }: Pick<Dialect, 'decimal' | 'encoding'>,
  ) {
    this.decimal = decimal;
    this.encoding = encoding;
    if (reading.kind === 'words' || reading.kind === 'dates') this.holds = reading.kind;
    if (reading.kind === 'words') this.words_ = reading.words;
  }

  /** How the column is to be read to find the same cells again, once all have been. */
  get settled(): Reading {
    if (this.holds === 'words') return { kind: 'words', words: this.words };
    if (this.holds !== 'dates' || this.reading.kind === 'dates') return this.reading;
    return this.dates.reading;
  }

  /** What the words take in memory. */
  get wordBytes(): number {
    return this.words_?.bytes ?? 0;
  }

  /** From now on keeps only the words of one block, if there are more than `most`. */
  boundWords(most: number): void {
    if (this.words_ && this.words_.size > most) this.words_.passing = true;
  }

  beginBlock(): void {
    if (this.words_?.passing) this.words_.clear();
  }

  get dates(): DateCells {
    this.dates_ ??= new DateCells();
    return this.dates_;
  }

  get words(): Words {
    this.words_ ??= new Words();
    return this.words_;
  }

  /** The unit of a column of dates. */
  get dateUnit(): 'days' | 'seconds' {
    return (this.reading.kind === 'dates' ? this.reading : this.dates.reading).unit;
  }

  /** Plain numbers need not be looked at one by one. */
  get takesNumbers(): boolean {
    return (this.reading.kind === 'infer' || this.reading.kind === 'numbers') && this.holds === 'numbers';
  }

  /**
   * What is stored for a cell: its number, or the code of its word; NaN where it is missing, or where all of the column
   * has to be read again.
   * @param row How many rows came before.
   */
  read(row: number, bytes: Buffer, start: number, end: number, quoted: boolean): number {
    if (isMissing(bytes, start, end)) {
      this.missing++;
      return Number.NaN;
    }
    if (this.reading.kind === 'words') return cellCode(this.words, bytes, start, end, quoted);
    if (this.reading.kind === 'dates') {
      const { order, unit } = this.reading;
      const seconds = parseDate(bytes, start, end, order)?.seconds ?? Number.NaN;
      return unit === 'days' ? seconds / secondsPerDay : seconds;
    }
    const text = () => cellText(bytes, start, end, quoted, this.encoding);
    const number =
      this.reading.kind === 'dressed'
        ? undress(text(), this.reading.dress)
        : parseNumber(bytes, start, end, this.decimal);
    const isNumber = !Number.isNaN(number);
    if (this.whole && isNumber && !isWhole(bytes, start, end)) this.whole = false;
    if (!isNumber) {
      this.firstText ??= { row, text: text() };
      if (this.reading.kind !== 'infer') {
        this.strays++;
        this.missing++;
        return number;
      }
      if (!this.dressing.isOver) this.dressing.add(text());
    }
    const before = row - this.missing;
    switch (this.holds) {
      case 'numbers':
        if (isNumber) return number;
        if (before > 0) return this.mix(before, false);
        if (this.dates.add(bytes, start, end)) {
          this.holds = 'dates';
          return this.dates.latest;
        }
        this.holds = 'words';
        return cellCode(this.words, bytes, start, end, quoted);
      case 'dates':
        return this.dates.add(bytes, start, end) ? this.dates.latest : this.mix(0, isNumber);
      case 'words':
        return isNumber ? this.mix(0, true) : cellCode(this.words, bytes, start, end, quoted);
      case 'mixed':
        if (isNumber) this.numbers++;
        return Number.NaN;
    }
  }

  private mix(numbersBefore: number, isNumber: boolean): number {
    this.holds = 'mixed';
    this.numbers = numbersBefore + (isNumber ? 1 : 0);
    return Number.NaN;
  }
}

/** What the dates of a column have in common. Until that is known, each is taken as those before suggest. */
class DateCells {
  /** What the date added last is stored as. */
  latest = Number.NaN;
  private unit: 'days' | 'seconds' | undefined;
  private hasTime = false;
  private readonly orders = new Set<NonNullable<CellDate['order']>>();

  /** False where the cell is no date. */
  add(bytes: Buffer, start: number, end: number): boolean {
    const date = parseDate(bytes, start, end, 'month-first');
    if (!date) return false;
    this.unit ??= date.hasTime ? 'seconds' : 'days';
    this.hasTime ||= date.hasTime;
    if (date.order) this.orders.add(date.order);
    this.latest = this.unit === 'days' ? date.seconds / secondsPerDay : date.seconds;
    return true;
  }

  /** Some prove one order of day and month, and some the other. */
  get contradictory(): boolean {
    return this.orders.has('day-first') && this.orders.has('month-first');
  }

  /** Nothing tells which is the day. */
  get ambiguous(): boolean {
    return this.orders.has('unknown') && this.orders.size === 1;
  }

  /** How all of them are to be read. */
  get reading(): Extract<Reading, { kind: 'dates' }> {
    const order = this.orders.has('day-first') ? 'day-first' : 'month-first';
    return { kind: 'dates', order, unit: this.hasTime ? 'seconds' : 'days' };
  }

  /** Those that came first were not read like that. */
  get misread(): boolean {
    const { order, unit } = this.reading;
    return unit !== this.unit || (order === 'day-first' && this.orders.has('unknown'));
  }
}
