import { elementTypes, product } from '../../bytes/elements';
import { type BlockTarget, FileTarget, NumberTarget, WordTarget } from '../columnar/block-target';
import type { ColumnBlock } from '../columnar/column-block';
import { ColumnFault, Damage, insist } from '../columnar/damage';
import type { Leaf } from './leaf';
import type { Page, PageStream } from './page-stream';

/** Entries of which the levels are looked at together. */
const entriesAtOnce = 1 << 12;

/** Opens the pages of the next row group; null after the last. */
export type NextStream = () => PageStream | null;

/** Goes through one column from its first row to its last, across pages and row groups. */
export class ColumnCursor {
  private stream: PageStream | null = null;
  private page: Page | null = null;
  /** Entries of the page of which the levels have not been read. */
  private left = 0;
  private definitions = new Int32Array(0);
  private repetitions: Int32Array | null = null;
  private at = 0;
  /** Missing elements still to be given, of lists that are missing as a whole. */
  private owed = 0;
  private row: number;
  private inRow = 0;
  /** Elements in a row. */
  private readonly width: number;
  /** At which level each element of a row repeats, where lists lie in lists; else all but the first do at the only one. */
  private readonly levels: Uint8Array | null;

  constructor(
    private readonly leaf: Leaf,
    /** How many elements lists have, at each depth. */
    private readonly shape: readonly number[],
    private readonly nextStream: NextStream,
    /** Rows before the first. */
    before = 0,
  ) {
    this.width = product(shape);
    this.levels = shape.length > 1 ? repetitionLevels(shape) : null;
    this.row = before - 1;
    this.inRow = this.width;
  }

  /** The values of the next rows. @throws Damage when there are not so many; ColumnFault. */
  async read(rows: number): Promise<ColumnBlock> {
    const target = this.target(rows);
    while (target.filled < target.size) {
      if (this.owed > 0) {
        const missing = Math.min(this.owed, target.size - target.filled);
        target.skip(missing);
        this.owed -= missing;
      } else if (this.at === this.definitions.length) await this.nextEntries();
      else this.takeEntries(target);
    }
    return target.block();
  }

  /** Passes over the first rows, of a column without lists in whole pages. @throws Damage, ColumnFault. */
  async skip(rows: number): Promise<void> {
    let left = rows;
    if (!this.leaf.lists) {
      this.stream ??= this.nextStream();
      const passed = (await this.stream?.pass(rows)) ?? 0;
      this.row += passed;
      left -= passed;
    }
    while (left > 0) {
      const some = Math.min(left, entriesAtOnce);
      await this.read(some);
      left -= some;
    }
  }

  private target(rows: number): BlockTarget {
    const { dtype, areFiles } = this.leaf.type;
    if (dtype !== null) return new NumberTarget(rows, this.width, elementTypes[dtype].bytes);
    return areFiles ? new FileTarget(rows) : new WordTarget(rows);
  }

  /** After the last row nothing may be left. @throws Damage, ColumnFault. */
  async end(): Promise<void> {
    this.checkRow();
    if (this.at < this.definitions.length && !this.isFirst()) throw this.unequal(this.row, this.width + 1);
    insist(
      this.owed === 0 && this.at === this.definitions.length && !(await this.advance()),
      'more rows than announced',
    );
  }

  private async nextEntries(): Promise<void> {
    if (this.left === 0 && !(await this.advance())) {
      this.checkRow();
      throw new Damage('fewer rows than announced');
    }
    const count = Math.min(this.left, entriesAtOnce);
    const { definition, repetition } = this.page!;
    if (this.definitions.length !== count) this.definitions = new Int32Array(count);
    if (definition) definition.read(this.definitions);
    else this.definitions.fill(this.leaf.maxDefinition);
    if (repetition) {
      if (this.repetitions?.length !== count) this.repetitions = new Int32Array(count);
      repetition.read(this.repetitions);
    }
    this.left -= count;
    this.at = 0;
  }

  /** To the next page that has entries. */
  private async advance(): Promise<boolean> {
    for (;;) {
      this.page = (await this.stream?.next()) ?? null;
      if (this.page) {
        this.left = this.page.entries;
        return true;
      }
      this.stream = this.nextStream();
      if (!this.stream) return false;
    }
  }

  /** As many entries as are alike: values that are there, or one that is missing. */
  private takeEntries(target: BlockTarget): void {
    const { maxDefinition, lists } = this.leaf;
    const most = Math.min(this.definitions.length, this.at + target.size - target.filled);
    const start = this.at;
    // Values of a column without lists need not be counted one by one: each is a row.
    if (this.repetitions) while (this.at < most && this.definitions[this.at] === maxDefinition) this.beginEntry(1);
    else while (this.at < most && this.definitions[this.at] === maxDefinition) this.at++;
    if (this.at > start) {
      target.put(this.page!.values.read(this.at - start));
      return;
    }
    const definition = this.definitions[this.at];
    insist(definition < maxDefinition, 'a level beyond the highest');
    if (!lists || definition >= lists.inner) {
      this.beginEntry(1);
      target.skip(1);
    } else if (definition >= lists.outer) {
      // A list within another is missing or empty.
      throw this.unequal(this.row + (this.isFirst() ? 1 : 0), this.isFirst() ? 0 : this.inRow);
    } else if (definition === lists.outer - 1) {
      throw this.unequal(this.row + 1, 0);
    } else {
      this.beginEntry(this.width);
      this.owed = this.width;
    }
  }

  /** Steps over an entry, which stands for `elements` elements of its row. */
  private beginEntry(elements: number): void {
    if (this.isFirst()) {
      this.checkRow();
      this.row++;
      this.inRow = 0;
    }
    const { levels, inRow } = this;
    this.inRow += elements;
    insist(this.row >= 0, 'a list without a beginning');
    if (this.inRow > this.width) throw this.unequal(this.row, this.inRow);
    if (levels && this.repetitions && this.repetitions[this.at] !== levels[inRow]) throw this.innerUnequal(inRow);
    this.at++;
  }

  /** Does the entry begin a row? */
  private isFirst(): boolean {
    return !this.repetitions || this.repetitions[this.at] === 0;
  }

  /** The row that was begun last must be complete. */
  private checkRow(): void {
    if (this.inRow < this.width) throw this.unequal(this.row, this.inRow);
  }

  /** At the `inRow`th element of its row a list within it ends too soon, or goes on. */
  private innerUnequal(inRow: number): ColumnFault {
    const expected = this.shape[this.shape.length - 1];
    const length = inRow % expected || expected + 1;
    return new ColumnFault('data.columnar.unequal', { row: this.row, length, expected });
  }

  /** `row` is counted from 0. */
  private unequal(row: number, length: number): ColumnFault {
    return new ColumnFault('data.columnar.unequal', { row, length, expected: this.width });
  }
}

/** 0 begins a row, 1 an element of its list, 2 one of a list in that, and so on: of each element the first that it begins. */
function repetitionLevels(shape: readonly number[]): Uint8Array {
  const levels = new Uint8Array(product(shape)).fill(shape.length);
  for (let level = shape.length - 1; level >= 0; level--) {
    const step = product(shape.slice(level));
    for (let i = 0; i < levels.length; i += step) levels[i] = level;
  }
  return levels;
}
