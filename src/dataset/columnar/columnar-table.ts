import { decodeElements } from '../arrays/elements';
import { distinctNames } from '../table/column-names';
import type { CellKind, TableColumns, TypedColumn } from '../table/table-columns';
import { type Task, throwIfCancelled } from '../task';
import { type ColumnarFile, type ColumnBlock, type ColumnType, isVectors } from './column-block';

/**
 * The columns of numbers and words of a Parquet or Arrow file as a table, of its first `limit` rows where that is
 * given. Columns of vectors are none of a table's.
 */
export function columnarTable(file: ColumnarFile, limit = Number.POSITIVE_INFINITY): TableColumns {
  const { path } = file;
  const rows = Math.min(file.rows, limit);
  const places = file.columns.flatMap(({ type }, place) => (isVectors(type) ? [] : [place]));
  const names = distinctNames(places.map((place) => file.columns[place].name));
  const columns = places.map((place, i) => tableColumn(names[i], file.columns[place].name, file.columns[place].type));
  return {
    path,
    rows,
    columns,
    warnings: [],
    async *blocks(task) {
      for await (const { blocks, count } of turns(file, places, rows, task)) {
        const cells = new Float64Array(count * columns.length);
        blocks.forEach((block, i) => {
          columns[i].write(block, count, cells, i, columns.length);
        });
        yield { rows: count, cells };
      }
    },
    async *integers(column, task) {
      const { dtype } = columns[column];
      for await (const { blocks, count } of turns(file, [places[column]], rows, task)) {
        const [block] = blocks;
        if (block.kind !== 'numbers') return;
        const { buffer } = block.elements;
        yield dtype === 'uint64' ? new BigUint64Array(buffer, 0, count) : new BigInt64Array(buffer, 0, count);
      }
    },
    line: () => undefined,
  };
}

/** Blocks of the first rows, followed and called off. */
export async function* turns(
  file: ColumnarFile,
  columns: readonly number[],
  rows: number,
  { signal, onProgress }: Task,
): AsyncGenerator<{ readonly blocks: readonly ColumnBlock[]; readonly count: number }> {
  let row = 0;
  for await (const blocks of file.blocks(columns, signal)) {
    throwIfCancelled(signal);
    const count = Math.min(blocks[0].rows, rows - row);
    yield { blocks, count };
    row += count;
    onProgress?.(row / rows);
    if (row === rows) return;
  }
}

interface ColumnWriter extends TypedColumn {
  /** Writes the first `count` values of a block into every `stride`th cell from `start` on. */
  write(block: ColumnBlock, count: number, cells: Float64Array, start: number, stride: number): void;
}

function tableColumn(name: string, given: string, type: ColumnType): ColumnWriter {
  const shared = { name, unnamed: given === '' };
  if (type.kind === 'words') return { ...shared, cells: 'words', dtype: 'str', ...wordCodes() };
  const { dtype, time } = type;
  const { cells, perUnit } = timeCells(time);
  return {
    ...shared,
    cells,
    dtype: time ?? dtype,
    words: () => [],
    write(block, count, target, start, stride) {
      if (block.kind !== 'numbers') return;
      const values = decodeElements(block.elements.buffer, dtype, true);
      const { valid } = block;
      for (let row = 0, to = start; row < count; row++, to += stride) {
        target[to] = valid && valid[row] === 0 ? Number.NaN : values[row] / perUnit;
      }
    },
  };
}

/** How dates and times become cells: days or seconds since 1970, and what is a duration stays as it is counted. */
function timeCells(time: string | undefined): { readonly cells: CellKind; readonly perUnit: number } {
  const [, unit] = time?.match(/^datetime64\[(\w+)\]$/) ?? [];
  switch (unit) {
    case 'D':
      return { cells: 'days', perUnit: 1 };
    case 's':
      return { cells: 'seconds', perUnit: 1 };
    case 'ms':
      return { cells: 'seconds', perUnit: 1e3 };
    case 'us':
      return { cells: 'seconds', perUnit: 1e6 };
    case 'ns':
      return { cells: 'seconds', perUnit: 1e9 };
    default:
      return { cells: 'numbers', perUnit: 1 };
  }
}

/** Codes for words in the order of their first occurrence, the same each time. */
function wordCodes(): Pick<ColumnWriter, 'words' | 'write'> {
  const codes = new Map<string, number>();
  return {
    words: () => [...codes.keys()],
    write(block, count, target, start, stride) {
      if (block.kind !== 'words') return;
      for (let row = 0, to = start; row < count; row++, to += stride) {
        const word = block.words[row];
        if (word === null) {
          target[to] = Number.NaN;
          continue;
        }
        let code = codes.get(word);
        if (code === undefined) {
          code = codes.size;
          codes.set(word, code);
        }
        target[to] = code;
      }
    },
  };
}
