import { type Task, throwIfCancelled } from '../../../task';
import { decodeElements } from '../../bytes/elements';
import { distinctNames } from '../../tables/column-names';
import {
  bytesPerWord,
  type CellKind,
  mostWords,
  noWords,
  type TableColumns,
  type TypedColumn,
} from '../../tables/table-columns';
import { type CellType, type ColumnarFile, type ColumnBlock, isCell } from './column-block';

export interface ColumnarOptions {
  /** Only the first rows, at most this many. */
  readonly limit?: number;
  /** Bytes that words may take in memory. Where they take more, those of which there are many pass. */
  readonly memory?: number;
  /** Columns whose words do not. */
  readonly keepsWords?: (name: string) => boolean;
}

/** The columns of numbers and words of a Parquet or Arrow file as a table. Those of vectors and images are none of a table's. */
export function columnarTable(file: ColumnarFile, options: ColumnarOptions = {}): TableColumns {
  const { limit = Number.POSITIVE_INFINITY, memory = Number.POSITIVE_INFINITY, keepsWords } = options;
  const { path } = file;
  const rows = Math.min(file.rows, limit);
  const cells = file.columns.flatMap(({ name, type }, place) => (isCell(type) ? [{ name, type, place }] : []));
  const places = cells.map(({ place }) => place);
  const names = distinctNames(cells.map(({ name }) => name));
  const columns = cells.map(({ name, type }, i) => tableColumn(names[i], name, type));
  function boundWords() {
    const words = columns.reduce((sum, { codes }) => sum + (codes?.bytes ?? 0), 0);
    if (words <= memory) return;
    for (const { name, codes } of columns) if (!keepsWords?.(name)) codes?.bound(mostWords);
  }
  return {
    path,
    rows,
    columns,
    warnings: file.warnings,
    async *blocks(task) {
      let room = new Float64Array(0);
      for await (const { blocks, count } of turns(file, places, rows, task)) {
        const numbers = count * columns.length;
        if (room.length < numbers) room = new Float64Array(numbers);
        const cells = room.subarray(0, numbers);
        blocks.forEach((block, i) => {
          columns[i].write(block, count, cells, i, columns.length);
        });
        boundWords();
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
    line: (row) => file.line?.(row),
    rowOf: file.rowOf,
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
    // Behind the last row of a file there may be what it does not announce.
    if (row === rows && rows < file.rows) return;
  }
}

interface ColumnWriter extends TypedColumn {
  /** Null for numbers. */
  readonly codes: WordCodes | null;
  /** Writes the first `count` values of a block into every `stride`th cell from `start` on. */
  write(block: ColumnBlock, count: number, cells: Float64Array, start: number, stride: number): void;
}

function tableColumn(name: string, given: string, type: CellType): ColumnWriter {
  const shared = { name, unnamed: given === '' };
  if (type.kind === 'words') return Object.assign(wordWriter(), shared);
  const { dtype, time } = type;
  const { cells, perUnit } = timeCells(time);
  return {
    ...shared,
    ...noWords,
    cells,
    dtype: time ?? dtype,
    codes: null,
    write(block, count, target, start, stride) {
      if (block.kind !== 'numbers') return;
      const values = decodeElements(block.elements, dtype, true);
      const { valid } = block;
      for (let row = 0, to = start; row < count; row++, to += stride) {
        target[to] = valid && valid[row] === 0 ? Number.NaN : values[row] / perUnit;
      }
    },
  };
}

function wordWriter(): Omit<ColumnWriter, 'name' | 'unnamed'> {
  const codes = new WordCodes();
  return {
    cells: 'words',
    dtype: 'str',
    codes,
    get passing() {
      return codes.passing;
    },
    words: () => codes.words,
    word: (code) => codes.words[code],
    write(block, count, target, start, stride) {
      if (block.kind !== 'words') return;
      codes.beginBlock();
      for (let row = 0, to = start; row < count; row++, to += stride) {
        const word = block.words[row];
        target[to] = word === null ? Number.NaN : codes.code(word);
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
class WordCodes {
  passing = false;
  private codes = new Map<string, number>();
  private all: string[] = [];
  /** Characters of all words. */
  private length = 0;

  /** What they take in memory, about. */
  get bytes(): number {
    return 2 * this.length + this.all.length * bytesPerWord;
  }

  get words(): readonly string[] {
    return this.all;
  }

  /** From now on keeps only the words of one block, if there are more than `most`. */
  bound(most: number): void {
    if (this.all.length > most) this.passing = true;
  }

  beginBlock(): void {
    if (!this.passing) return;
    this.codes.clear();
    this.all = [];
    this.length = 0;
  }

  code(word: string): number {
    const known = this.codes.get(word);
    if (known !== undefined) return known;
    this.codes.set(word, this.all.length);
    this.length += word.length;
    return this.all.push(word) - 1;
  }
}
