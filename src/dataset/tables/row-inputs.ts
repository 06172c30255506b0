import { UserError } from '../../protocol/errors';
import type { EncodedColumn } from '../examples/dataset';
import { missingCategory, totalWidth, widthOf } from '../examples/encoding/columns';
import { isCount } from '../examples/encoding/counts';
import { rowOf } from './chosen-rows';
import type { Classes } from './classes';
import type { SchemaColumn } from './schema';
import { dateUnit, type RowBlock, type TableRows } from './table-columns';

const secondsPerDay = 86_400;

/** Every `stride`th element of an array, from `start` on. */
interface Lane {
  readonly start: number;
  readonly stride: number;
}

/** Encodes one column of a block into values that are zero. */
type ColumnInputs = (cells: Float64Array, from: Lane, values: Float32Array, to: Lane, firstRow: number) => void;

/** Turns the rows of a table into a model's inputs. */
export class RowInputs {
  /** Inputs of a row. */
  readonly width: number;
  /** The next one. */
  private row = 0;
  private readonly features: readonly {
    readonly index: number;
    readonly offset: number;
    readonly encode: ColumnInputs;
  }[];

  /** @param inputs What the model sees, in its own order. */
  constructor(
    private readonly table: TableRows,
    columns: readonly SchemaColumn[],
    inputs: readonly EncodedColumn[],
  ) {
    this.width = totalWidth(inputs);
    const offsets = inputOffsets(inputs);
    this.features = columns.flatMap((column) => {
      const offset = offsets.get(column.name);
      if (offset === undefined || !column.encoded) return [];
      const encode = column.classes ? classInputs(column, column.classes) : numberInputs(column, table);
      return [{ index: column.index, offset, encode }];
    });
  }

  /**
   * Writes the inputs of the next block's rows, row-major, to the start of `values`, which are zero.
   * @throws UserError data.counts.*.
   */
  encode({ cells, rows }: RowBlock, values: Float32Array): void {
    const { width, table, row } = this;
    for (const { index, offset, encode } of this.features) {
      const from = { start: index, stride: table.columns.length };
      encode(cells, from, values, { start: offset, stride: width }, row);
    }
    this.row += rows;
  }
}

/** Where each encoded column begins in a row of inputs. */
function inputOffsets(columns: readonly EncodedColumn[]): ReadonlyMap<string, number> {
  let offset = 0;
  return new Map(
    columns.map((column) => {
      const place: [string, number] = [column.name, offset];
      offset += widthOf(column);
      return place;
    }),
  );
}

/** A missing number, or one that counts as such because it is infinite, is the column's mean: zero, once standardised. */
function numberInputs({ index, encoded }: SchemaColumn, table: TableRows): ColumnInputs {
  const { columns } = table;
  if (encoded?.type !== 'numeric') return () => {};
  if (encoded.isCount) return countInputs(encoded.name, table);
  const { mean, deviation, unit } = encoded;
  const factor = dateFactor(dateUnit(columns[index].cells), unit);
  return (cells, from, values, to) => {
    for (let i = from.start, k = to.start; i < cells.length; i += from.stride, k += to.stride) {
      const value = cells[i];
      if (Number.isFinite(value)) values[k] = (value * factor - mean) / deviation;
    }
  };
}

/** Counts as they are. */
function countInputs(column: string, table: TableRows): ColumnInputs {
  const { path } = table;
  return (cells, from, values, to, firstRow) => {
    for (let i = from.start, k = to.start, row = firstRow; i < cells.length; i += from.stride, k += to.stride, row++) {
      if (!isCount(cells[i])) throw noCount(cells[i], { path, column, line: table.line(row), row: rowOf(table, row) });
      values[k] = cells[i];
    }
  };
}

interface CellPlace {
  readonly path: string;
  readonly column: string;
  /** Undefined where there are no lines. */
  readonly line: number | undefined;
  readonly row: number;
}

function noCount(value: number, { path, column, line, row }: CellPlace): UserError {
  const isMissing = Number.isNaN(value);
  if (line === undefined) {
    if (isMissing) return new UserError('data.counts.cellMissing', { path, column, row });
    return new UserError('data.counts.cell', { path, column, row, value: String(value) });
  }
  if (isMissing) return new UserError('data.counts.lineMissing', { path, column, line });
  return new UserError('data.counts.line', { path, column, line, value: String(value) });
}

/** From the unit of a table's dates to that of a model. */
function dateFactor(unit: 'days' | 'seconds' | undefined, fitted: 'days' | 'seconds' | undefined): number {
  if (unit === fitted || !unit || !fitted) return 1;
  return unit === 'days' ? secondsPerDay : 1 / secondsPerDay;
}

/** A category that the encoding does not know leaves all of its inputs zero. */
function classInputs({ encoded }: SchemaColumn, classes: Classes): ColumnInputs {
  const known = encoded?.type === 'category' ? encoded.categories : [];
  const inputs = new Map(known.map((name, input) => [name, input]));
  const inputOf = classes.names.map((name) => inputs.get(name) ?? -1);
  const missingInput = inputs.get(missingCategory) ?? -1;
  return (cells, from, values, to) => {
    for (let i = from.start, k = to.start; i < cells.length; i += from.stride, k += to.stride) {
      const input = Number.isNaN(cells[i]) ? missingInput : inputOf[classes.place(cells[i])];
      if (input >= 0) values[k + input] = 1;
    }
  };
}
