import type { RowBlock } from '../../tables/table-columns';

/** Cells of a block: half a megabyte, to go through which column by column stays within a processor's cache. */
const usualCells = 1 << 16;
/** Fewer rows than these are not worth a turn of their own, however many columns there are. */
const fewestRows = 32;

/** The cells of a table in memory, row-major, in blocks that are made one by one: all of them, or one for all. */
export class RowBlocks {
  readonly rowsPerBlock: number;
  /** Undefined where they are given away; null where they are not kept. */
  private blocks: (Float64Array | undefined)[] | null = [];
  /** The one that serves for all where they are not kept. */
  private only: Float64Array | undefined;

  /** @param mostRows The most that there can be. */
  constructor(
    private readonly width: number,
    mostRows: number,
  ) {
    this.rowsPerBlock = Math.min(Math.max(fewestRows, Math.floor(usualCells / width)), mostRows);
  }

  get areKept(): boolean {
    return this.blocks !== null;
  }

  /** What they take in memory. */
  get bytes(): number {
    return (this.blocks?.length ?? 1) * this.rowsPerBlock * this.width * Float64Array.BYTES_PER_ELEMENT;
  }

  /** Room for the rows of a block, which is made if it is the next. */
  room(index: number): Float64Array {
    if (this.blocks === null) {
      this.only ??= this.make();
      return this.only;
    }
    const block = this.blocks[index] ?? this.make();
    this.blocks[index] = block;
    return block;
  }

  /** Keeps none from now on. */
  letGo(): void {
    this.only = this.blocks?.[0];
    this.blocks = null;
  }

  /** The first `rows` rows. @param giveAway Forgets each block for good. */
  *filled(rows: number, giveAway: boolean): Generator<RowBlock> {
    for (let index = 0; index * this.rowsPerBlock < rows; index++) {
      const block = this.blocks?.[index];
      if (!this.blocks || !block) throw new Error('These rows have been let go of.');
      if (giveAway) this.blocks[index] = undefined;
      const count = Math.min(this.rowsPerBlock, rows - index * this.rowsPerBlock);
      yield { rows: count, cells: block.subarray(0, count * this.width), given: giveAway };
    }
  }

  private make(): Float64Array {
    return new Float64Array(this.rowsPerBlock * this.width);
  }
}
