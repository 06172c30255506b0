import type { Task } from '../../../task';
import type { RowBlock } from '../../tables/table-columns';
import type { Dialect } from './dialect';
import { readIntegers } from './integer-reader';

export type IntegerType = 'int64' | 'uint64';

interface Range {
  readonly low: number | bigint;
  readonly high: number | bigint;
}

const lowestSigned = -(2 ** 63);
const beyondSigned = 2 ** 63;
const beyondUnsigned = 2 ** 64;

/** Between which numbers columns of whole ones lie: what decides about their types. */
export class IntegerRanges {
  private readonly lows: Float64Array;
  private readonly highs: Float64Array;

  constructor(width: number) {
    this.lows = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
    this.highs = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
  }

  /** @param isWhole Columns of others are not looked at; one that is whole in the end has been so from the start. */
  add({ cells }: RowBlock, isWhole: (column: number) => boolean): void {
    const width = this.lows.length;
    for (let column = 0; column < width; column++) if (isWhole(column)) this.widen(column, cells, width);
  }

  /**
   * The types that the columns fit, as pandas chooses them; columns whose numbers exceed 64 bits are left out.
   * @param columns Such that are written by digits alone, none missing.
   */
  async types(
    path: string,
    dialect: Dialect,
    columns: readonly number[],
    rows: number,
    task: Task,
  ): Promise<ReadonlyMap<number, IntegerType>> {
    const types = new Map<number, IntegerType>();
    for (const column of columns) {
      const low = this.lows[column];
      const high = this.highs[column];
      const onEdge = low === lowestSigned || high === beyondSigned || high === beyondUnsigned;
      const type = typeOf(onEdge ? await exactRange(path, dialect, column, rows, task) : { low, high });
      if (type) types.set(column, type);
    }
    return types;
  }

  private widen(column: number, cells: Float64Array, width: number): void {
    let low = this.lows[column];
    let high = this.highs[column];
    for (let i = column; i < cells.length; i += width) {
      if (cells[i] < low) low = cells[i];
      if (cells[i] > high) high = cells[i];
    }
    this.lows[column] = low;
    this.highs[column] = high;
  }
}

/** Where doubles don't tell on which side of the limit a number is. */
async function exactRange(path: string, dialect: Dialect, column: number, rows: number, task: Task): Promise<Range> {
  const { signal } = task;
  let low = 1n << 64n;
  let high = -low;
  for await (const integers of readIntegers(path, dialect, column, rows, { signal })) {
    for (const integer of integers) {
      if (integer < low) low = integer;
      if (integer > high) high = integer;
    }
  }
  return { low, high };
}

/** Doubles and integers compare exactly. */
function typeOf({ low, high }: Range): IntegerType | undefined {
  if (low >= lowestSigned && high < beyondSigned) return 'int64';
  return low >= 0 && high < beyondUnsigned ? 'uint64' : undefined;
}
