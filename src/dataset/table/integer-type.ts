import type { Task } from '../task';
import type { Dialect } from './dialect';
import { readIntegers } from './integer-reader';
import type { RowBlocks } from './row-blocks';

export type IntegerType = 'int64' | 'uint64';

interface Range {
  low: number | bigint;
  high: number | bigint;
}

const lowestSigned = -(2 ** 63);
const beyondSigned = 2 ** 63;
const beyondUnsigned = 2 ** 64;

/**
 * The types that columns of whole numbers fit, as pandas chooses them; columns whose numbers exceed 64 bits are left out.
 * @param columns Such that are written by digits alone, none missing.
 */
export async function integerTypes(
  path: string,
  dialect: Dialect,
  blocks: RowBlocks,
  columns: readonly number[],
  task: Task,
): Promise<ReadonlyMap<number, IntegerType>> {
  const ranges = new Map(
    columns.map((column): [number, Range] => [
      column,
      { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY },
    ]),
  );
  let rows = 0;
  for (const block of blocks.filled(false)) {
    rows += block.rows;
    for (const [column, range] of ranges) widen(range, column, block.cells, dialect.columns);
  }
  const types = new Map<number, IntegerType>();
  for (const [column, rounded] of ranges) {
    const { low, high } = rounded;
    const onEdge = low === lowestSigned || high === beyondSigned || high === beyondUnsigned;
    const range = onEdge ? await exactRange(path, dialect, column, rows, task) : rounded;
    const type = typeOf(range);
    if (type) types.set(column, type);
  }
  return types;
}

function widen(range: Range, column: number, cells: Float64Array, width: number): void {
  let low = Number(range.low);
  let high = Number(range.high);
  for (let i = column; i < cells.length; i += width) {
    if (cells[i] < low) low = cells[i];
    if (cells[i] > high) high = cells[i];
  }
  range.low = low;
  range.high = high;
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
