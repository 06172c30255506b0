import type { ColumnInfo, ColumnValues } from '../../protocol/data';
import type { EncodedColumn } from '../dataset';
import { allocateRows, missingCategory, totalWidth, widthOf } from '../encoding/columns';
import type { Classes, SchemaColumn } from './schema';
import { dateUnit, type RowBlock, type TableRows } from './table-columns';

const secondsPerDay = 86_400;

/** The column as it describes the rows. */
export function describeColumn({ name, role, classes, encoded }: SchemaColumn): ColumnInfo {
  if (!classes) return { name, role, type: 'numeric' };
  const missing = encoded?.type === 'category' && encoded.categories.includes(missingCategory);
  const categories = missing ? [...classes.names, missingCategory] : classes.names;
  return { name, role, type: 'category', categories };
}

/** Every `stride`th element of an array, from `start` on. */
interface Lane {
  readonly start: number;
  readonly stride: number;
}

/** Encodes one column of a block. */
interface ColumnEncoder {
  /**
   * @param described Takes what describes the rows: numbers, or places of categories.
   * @param inputs Where the column's first input goes in the values.
   */
  encode(cells: Float64Array, from: Lane, described: Float32Array, to: Lane, values: Float32Array, inputs: Lane): void;
}

/** Encodes the rows of a table for a model, and keeps what describes them. Blocks are given in order, each once. */
export class RowEncoder {
  /** rows x inputs, row-major. */
  readonly values: Float32Array<ArrayBuffer>;
  private readonly encoders: readonly ColumnEncoder[];
  private readonly offsets: ReadonlyMap<string, number>;
  private readonly width: number;
  /** What describes the rows, block by block: rows x columns, row-major. */
  private readonly pieces: Float32Array[] = [];
  private readonly room = new UsedMemory();
  private rows = 0;

  /** @param inputs What the model sees, in its own order. @throws UserError data.tooLarge. */
  constructor(
    private readonly table: TableRows,
    private readonly columns: readonly SchemaColumn[],
    inputs: readonly EncodedColumn[],
  ) {
    this.width = totalWidth(inputs);
    this.values = allocateRows(table.rows, this.width, table.path);
    this.offsets = inputOffsets(inputs);
    this.encoders = columns.map((column) =>
      column.classes ? classEncoder(column, column.classes) : numberEncoder(column, table),
    );
  }

  /** @param block Taken over: its memory is used for what describes the rows of later ones. */
  add({ cells, rows }: RowBlock): void {
    const { columns, table, offsets, width, values } = this;
    const piece = this.room.floats(rows * columns.length);
    columns.forEach(({ index, name }, place) => {
      const from = { start: index, stride: table.columns.length };
      const to = { start: place, stride: columns.length };
      const inputs = { start: this.rows * width + (offsets.get(name) ?? 0), stride: width };
      this.encoders[place].encode(cells, from, piece, to, values, inputs);
    });
    this.pieces.push(piece);
    this.room.add(cells);
    this.rows += rows;
  }

  /** The columns, each put together when it is looked at. */
  described(): ColumnValues[] {
    const { pieces, rows, columns } = this;
    return columns.map((column, place) => {
      let values: Float32Array | undefined;
      return {
        ...describeColumn(column),
        get values() {
          values ??= gather(pieces, { start: place, stride: columns.length }, rows);
          return values;
        },
      };
    });
  }
}

/** Memory that is needed no more, to be used again before more is asked for. */
class UsedMemory {
  private readonly free: Float32Array[] = [];

  add({ buffer, byteOffset, length }: Float64Array): void {
    this.free.push(new Float32Array(buffer, byteOffset, 2 * length));
  }

  /** Some room, with anything in it. */
  floats(count: number): Float32Array {
    const last = this.free.pop();
    if (!last) return new Float32Array(count);
    if (last.length < count) return this.floats(count);
    if (last.length > count) this.free.push(last.subarray(count));
    return last.subarray(0, count);
  }
}

function gather(pieces: readonly Float32Array[], { start, stride }: Lane, count: number): Float32Array {
  const values = new Float32Array(count);
  let row = 0;
  for (const piece of pieces) for (let i = start; i < piece.length; i += stride) values[row++] = piece[i];
  return values;
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

/** A missing number is NaN for people, and for the model the column's mean: zero, once standardised. */
function numberEncoder({ index, encoded }: SchemaColumn, { columns }: TableRows): ColumnEncoder {
  const input = encoded?.type === 'numeric' ? encoded : undefined;
  const { mean, deviation } = input ?? { mean: 0, deviation: 1 };
  const factor = dateFactor(dateUnit(columns[index].cells), input?.unit);
  return {
    encode(cells, from, described, to, values, inputs) {
      for (let i = from.start, j = to.start, k = inputs.start; i < cells.length; i += from.stride) {
        const value = cells[i];
        described[j] = value;
        if (input && !Number.isNaN(value)) values[k] = (value * factor - mean) / deviation;
        j += to.stride;
        k += inputs.stride;
      }
    },
  };
}

/** From the unit of a table's dates to that of a model. */
function dateFactor(unit: 'days' | 'seconds' | undefined, fitted: 'days' | 'seconds' | undefined): number {
  if (unit === fitted || !unit || !fitted) return 1;
  return unit === 'days' ? secondsPerDay : 1 / secondsPerDay;
}

/** A category that the encoding does not know leaves all of its inputs zero. */
function classEncoder(column: SchemaColumn, classes: Classes): ColumnEncoder {
  const known = column.encoded?.type === 'category' ? column.encoded.categories : [];
  const inputOf = classes.names.map((name) => known.indexOf(name));
  const missing = describeColumn(column).categories?.indexOf(missingCategory) ?? -1;
  const missingInput = known.indexOf(missingCategory);
  return {
    encode(cells, from, described, to, values, inputs) {
      for (let i = from.start, j = to.start, k = inputs.start; i < cells.length; i += from.stride) {
        const isMissing = Number.isNaN(cells[i]);
        const place = isMissing ? missing : classes.place(cells[i]);
        const input = isMissing ? missingInput : inputOf[place];
        described[j] = place < 0 ? Number.NaN : place;
        if (input >= 0) values[k + input] = 1;
        j += to.stride;
        k += inputs.stride;
      }
    },
  };
}
