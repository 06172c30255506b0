import { type Task, throwIfCancelled } from '../../../task';
import { decodeElements, type NumericData } from '../../bytes/elements';
import { firstTexts } from '../../bytes/utf8-texts';
import { distinctNames } from '../../tables/column-names';
import {
  type CellKind,
  mostWords,
  noWords,
  type RowBlock,
  type TableColumns,
  type TypedColumn,
} from '../../tables/table-columns';
import { Words } from '../../tables/words';
import { type CellType, type ColumnarFile, type ColumnBlock, isCell } from './column-block';

export interface ColumnarOptions {
  /** Only the first rows, at most this many. */
  readonly limit?: number;
  /** Bytes that words may take in memory. Where they take more, those of which there are many pass. */
  readonly memory?: number;
  /** Columns whose words do not. */
  readonly keepsWords?: (name: string) => boolean;
  /** A column of words that are asked for by `texts` alone: as cells, which are all missing, they are not read. */
  readonly texts?: string;
}

/** Cells of a block: half a megabyte, to go through which column by column stays within a processor's cache. */
const blockCells = 1 << 16;

/** The columns of numbers and words of a Parquet or Arrow file as a table. Those of vectors and images are none of a table's. */
export function columnarTable(file: ColumnarFile, options: ColumnarOptions = {}): TableColumns {
  const { limit = Number.POSITIVE_INFINITY, memory = Number.POSITIVE_INFINITY, keepsWords } = options;
  const { path } = file;
  const rows = Math.min(file.rows, limit);
  const cells = file.columns.flatMap(({ name, type }, place) => (isCell(type) ? [{ name, type, place }] : []));
  const places = cells.map(({ place }) => place);
  const names = distinctNames(cells.map(({ name }) => name));
  const read = cells.flatMap(({ type }, i) => (type.kind === 'words' && names[i] === options.texts ? [] : [i]));
  const columns = cells.map(({ name, type }, i) => tableColumn(names[i], name, type));
  function boundWords() {
    const held = columns.reduce((sum, { different }) => sum + (different?.bytes ?? 0), 0);
    if (held <= memory) return;
    for (const { name, different } of columns) {
      if (different && !keepsWords?.(name) && different.size > mostWords) different.passing = true;
    }
  }
  return {
    path,
    rows,
    columns,
    warnings: file.warnings,
    async *blocks(task) {
      const width = columns.length;
      if (read.length === 0) {
        yield* unread(rows, width);
        return;
      }
      const chosen = read.map((i) => places[i]);
      const most = Math.max(1, Math.floor(blockCells / width));
      const room = new Float64Array(most * width).fill(Number.NaN);
      for await (const { blocks, count } of turns(file, chosen, rows, task)) {
        for (let from = 0; from < count; from += most) {
          const own = Math.min(most, count - from);
          const cells = room.subarray(0, own * width);
          blocks.forEach((block, i) => {
            columns[read[i]].write(block, from, cells, { start: read[i], stride: width });
          });
          boundWords();
          yield { rows: own, cells };
        }
      }
    },
    async *texts(column, task) {
      for await (const { blocks, count } of turns(file, [places[column]], rows, task)) {
        const [block] = blocks;
        if (block.kind === 'words') yield firstTexts(block.texts, count);
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
    line: (row) => file.line?.(row),
    rowOf: file.rowOf,
  };
}

function* unread(rows: number, columns: number): Generator<RowBlock> {
  const most = Math.max(1, Math.floor(blockCells / columns));
  const cells = new Float64Array(most * columns).fill(Number.NaN);
  for (let row = 0; row < rows; row += most) {
    const count = Math.min(most, rows - row);
    yield { rows: count, cells: cells.subarray(0, count * columns) };
  }
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
    // Behind the last row of a file there may be what it does not announce.
    if (row === rows && rows < file.rows) return;
  }
}

interface ColumnWriter extends TypedColumn {
  /** The words that there are; null for numbers. */
  readonly different: Words | null;
  /** Writes the values of a block from its row `first` on into every `stride`th of all cells from `start` on. */
  write(block: ColumnBlock, first: number, cells: Float64Array, lane: Lane): void;
}

interface Lane {
  readonly start: number;
  readonly stride: number;
}

function tableColumn(name: string, given: string, type: CellType): ColumnWriter {
  const shared = { name, unnamed: given === '' };
  if (type.kind === 'words') return Object.assign(wordWriter(), shared);
  const { dtype, time } = type;
  const { cells, perUnit } = timeCells(time);
  let decoded: { readonly block: ColumnBlock; readonly values: NumericData } | undefined;
  let room = new Float64Array(0);
  return {
    ...shared,
    ...noWords,
    cells,
    dtype: time ?? dtype,
    different: null,
    write(block, first, target, lane) {
      if (block.kind !== 'numbers') return;
      if (decoded?.block !== block) decoded = { block, values: decodeElements(block.elements, dtype, true) };
      const count = Math.ceil((target.length - lane.start) / lane.stride);
      if (room.length < count) room = new Float64Array(count);
      room.set(decoded.values.subarray(first, first + count));
      writeNumbers(room, perUnit, target, lane);
      if (block.valid) writeMissing(block.valid, first, target, lane);
    },
  };
}

function wordWriter(): Omit<ColumnWriter, 'name' | 'unnamed'> {
  const different = new Words();
  let texts: readonly string[] = [];
  return {
    cells: 'words',
    dtype: 'str',
    different,
    get passing() {
      return different.passing;
    },
    words() {
      if (different.passing || texts.length !== different.size) texts = different.texts('utf-8');
      return texts;
    },
    word: (code) => different.text(code, 'utf-8'),
    write(block, first, target, { start, stride }) {
      if (block.kind !== 'words') return;
      if (different.passing) different.clear();
      const { bytes, starts, ends } = block.texts;
      for (let row = first, to = start; to < target.length; row++, to += stride) {
        target[to] = ends[row] < starts[row] ? Number.NaN : different.code(bytes, starts[row], ends[row]);
      }
    },
  };
}

/** A loop over one kind of numbers, which is faster than one over any. */
function writeNumbers(values: Float64Array, perUnit: number, cells: Float64Array, { start, stride }: Lane): void {
  for (let row = 0, to = start; to < cells.length; row++, to += stride) cells[to] = values[row] / perUnit;
}

function writeMissing(valid: Uint8Array, first: number, cells: Float64Array, { start, stride }: Lane): void {
  for (let row = first, to = start; to < cells.length; row++, to += stride)
    if (valid[row] === 0) cells[to] = Number.NaN;
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
