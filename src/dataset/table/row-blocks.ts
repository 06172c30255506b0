import { UserError } from '../../protocol/errors';
import { largestBytes } from '../files/byte-reader';
import type { RowBlock } from './table-columns';

/** Cells of a block: half a megabyte, to go through which column by column stays within a processor's cache. */
const usualCells = 1 << 16;
/** Fewer rows than these are not worth a turn of their own, however many columns there are. */
const fewestRows = 32;

/** The cells of a table in memory, row-major, in blocks that are made one by one. */
export class RowBlocks {
  readonly rowsPerBlock: number;
  private readonly blocks: (Float64Array | undefined)[] = [];
  private rows = 0;

  /** @param mostRows The most that there can be. */
  constructor(
    private readonly path: string,
    private readonly width: number,
    mostRows: number,
  ) {
    this.rowsPerBlock = Math.min(Math.max(fewestRows, Math.floor(usualCells / width)), mostRows);
  }

  /** A block, which is made if it is the next. @throws UserError data.tooLarge beyond 4 GB. */
  at(index: number): Float64Array {
    const block = this.blocks[index] ?? this.make(index);
    this.blocks[index] = block;
    return block;
  }

  /** Says how many rows there are, once that is known. */
  close(rows: number): void {
    this.rows = rows;
  }

  /** The blocks in order. @param letGo Forgets each of them for good. */
  *filled(letGo: boolean): Generator<RowBlock> {
    for (let index = 0; index * this.rowsPerBlock < this.rows; index++) {
      const block = this.blocks[index];
      if (!block) throw new Error('These rows have been let go of.');
      if (letGo) this.blocks[index] = undefined;
      const rows = Math.min(this.rowsPerBlock, this.rows - index * this.rowsPerBlock);
      yield { rows, cells: block.subarray(0, rows * this.width), given: letGo };
    }
  }

  private make(index: number): Float64Array {
    const cells = this.rowsPerBlock * this.width;
    if (8 * cells * (index + 1) > largestBytes) throw new UserError('data.tooLarge', { path: this.path, gigabytes: 4 });
    return new Float64Array(cells);
  }
}
