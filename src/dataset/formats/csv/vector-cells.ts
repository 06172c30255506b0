import type { Sentence } from '../../../protocol/errors';
import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { littleEndian } from '../../bytes/elements';
import type { RowBlock, TableRows, TypedColumn } from '../../tables/table-columns';
import { type ColumnarFile, type ColumnBlock, type ColumnType, wordBlock } from '../columnar/column-block';

/** A list in brackets, as JSON, Python, NumPy and PyTorch print it. */
const bracketed = /^(?:\w+(?:\.\w+)*\()?\s*[[(]([^[\]()]*)[\])]\s*(?:,[^()]*\)|\))?$/;
/** Python prints the numbers of NumPy with their types. */
const typed = /\b(?:np|numpy)\.\w+\(([^()]*)\)/g;
const element = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?inf(?:inity)?|nan|none|null)$/i;
/** Numbers that only stand side by side are a vector from so many on, such as the pixels of an image. */
const fewestBare = 8;

/** The numbers of a vector that a cell holds; `cut` where a program has left most of them out; null for any other cell. */
export function parseVector(cell: string): Float64Array | 'cut' | null {
  const text = cell.replace(typed, '$1').trim();
  const inside = bracketed.exec(text);
  const parts = (inside ? inside[1] : text).trim().split(/[\s,;]+/);
  // A comma may stand behind the last one.
  if (parts.at(-1) === '') parts.pop();
  if (inside && parts.includes('...')) return 'cut';
  if (parts.length < (inside ? 2 : fewestBare) || !parts.every((part) => element.test(part))) return null;
  return Float64Array.from(parts, numberOf);
}

function numberOf(part: string): number {
  if (/^(nan|none|null)$/i.test(part)) return Number.NaN;
  return /inf/i.test(part) ? (part.startsWith('-') ? -1 : 1) * Number.POSITIVE_INFINITY : Number(part);
}

/** Columns of a table whose cells hold vectors. */
export interface VectorCells {
  /** The numbers in each, by the place of the column. */
  readonly widths: ReadonlyMap<number, number>;
  /** Says which look like such and are none. */
  readonly warnings: readonly Sentence[];
}

/** Finds the columns all of whose cells are vectors of one length, or missing. @param may Columns that may be such. */
export async function findVectorCells(
  table: TableRows,
  may: (column: TypedColumn) => boolean,
  task: Task,
): Promise<VectorCells> {
  const widths = new Map<number, number>();
  const warnings: Sentence[] = [];
  const open = new Set(
    table.columns.flatMap((column, place) => (column.cells === 'words' && may(column) ? [place] : [])),
  );
  let row = 0;
  for await (const { cells, rows } of table.blocks(task)) {
    for (const place of open) {
      const { name, word } = table.columns[place];
      for (let i = 0; i < rows && open.has(place); i++) {
        const code = cells[i * table.columns.length + place];
        if (Number.isNaN(code)) continue;
        const vector = parseVector(word(code));
        const width = widths.get(place);
        if (vector instanceof Float64Array && (width ?? vector.length) === vector.length) {
          widths.set(place, vector.length);
          continue;
        }
        open.delete(place);
        widths.delete(place);
        const said = { path: table.path, line: table.line(row + i) ?? row + i, column: name };
        if (vector === 'cut') warnings.push({ code: 'data.table.vectorsCut', params: said });
        else if (width !== undefined)
          warnings.push({ code: 'data.table.vectorsUnequal', params: { ...said, expected: width } });
      }
    }
    if (open.size === 0) break;
    row += rows;
  }
  return { widths, warnings };
}

/** A table with columns of vectors as a file of such columns. */
export function withVectors(table: TableRows, { widths }: VectorCells): ColumnarFile {
  const { path, rows } = table;
  const columns = table.columns.map((column, place) => ({
    name: column.name,
    type: typeOf(column, widths.get(place)),
  }));
  return {
    path,
    rows,
    columns,
    parts: [path],
    unread: [],
    warnings: [],
    leftOut: [],
    line: (row) => table.line(row),
    async *blocks(places, signal) {
      let first = 0;
      for await (const block of table.blocks({ signal })) {
        yield places.map((place) => blockOf(table, block, place, widths.get(place), first));
        first += block.rows;
      }
    },
  };
}

function typeOf({ cells, dtype }: TypedColumn, width: number | undefined): ColumnType {
  if (width !== undefined) return { kind: 'numbers', dtype: 'float64', width, vectors: true };
  if (cells === 'words') return { kind: 'words' };
  return { kind: 'numbers', dtype: 'float64', width: 1, vectors: false, ...(cells !== 'numbers' && { time: dtype }) };
}

/** @throws UserError data.table.changed where a cell is no vector any more. */
function blockOf(
  table: TableRows,
  { cells, rows }: RowBlock,
  place: number,
  width: number | undefined,
  first: number,
): ColumnBlock {
  const { cells: kind, word } = table.columns[place];
  const codes = Array.from({ length: rows }, (_, i) => cells[i * table.columns.length + place]);
  if (width === undefined && kind === 'words') {
    return wordBlock(codes.map((code) => (Number.isNaN(code) ? null : word(code))));
  }
  const numbers = new Float64Array(rows * (width ?? 1)).fill(Number.NaN);
  if (width === undefined) numbers.set(codes);
  else {
    for (const [i, code] of codes.entries()) {
      if (Number.isNaN(code)) continue;
      const vector = parseVector(word(code));
      if (!(vector instanceof Float64Array) || vector.length !== width) {
        throw new UserError('data.table.changed', { path: table.path, rows: table.rows, actual: first + i });
      }
      numbers.set(vector, i * width);
    }
  }
  return { kind: 'numbers', rows, elements: Uint8Array.from(littleEndian(numbers, 8)), valid: null };
}
