import { basename } from 'node:path';
import type { DataConfig } from '../../protocol/config';
import type { ColumnInfo, ColumnValues, DataSummary } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import type { Dataset, EncodedColumn, Encoding } from '../dataset';
import { allocateRows, missingCategory, totalWidth, widthOf } from '../encoding/columns';
import { checkExamples, columnInfo, type Source } from '../source';
import type { Task } from '../task';
import { isMissing, parseNumber } from './cell-value';
import { inferSchema, type TableColumn } from './schema';
import { Table } from './table';

/** Rows of a CSV or TSV file. @throws UserError data.table.* and data.encoding.*. */
export async function openTable(
  path: string,
  { config, encoding, task }: { readonly config: DataConfig; readonly encoding?: Encoding; readonly task: Task },
): Promise<Source> {
  if (encoding && encoding.kind !== 'columns') throw new UserError('data.encoding.kind', { path });
  const table = await Table.read(path, config.limit, task);
  const { columns: profiles, lines } = await table.profile((fraction) => task.onProgress?.(fraction / 2));
  if (lines.length === 0 && table.dialect.header) throw new UserError('data.table.headerOnly', { path });
  checkExamples(path, lines.length, encoding === undefined);
  const { labels, ignore } = config;
  const { columns, label, warnings } = await inferSchema(table, profiles, { labels, ignore, fitted: encoding });
  const inferred = columns.flatMap(({ encoded }) => (encoded ? [encoded] : []));
  const fitted: Encoding = encoding ?? { kind: 'columns', columns: inferred };
  const summary: DataSummary = {
    name: basename(path)
      .replace(/\.gz$/i, '')
      .replace(/\.[^.]*$/, ''),
    source: path,
    format: 'csv',
    kind: 'table',
    examples: lines.length,
    shape: [totalWidth(fitted.columns)],
    dtype: 'mixed',
    columns: columns.map((column) => columnInfo(describe(column))),
    ...(label === undefined ? {} : { label }),
    warnings,
  };
  return {
    summary,
    async load(): Promise<Dataset> {
      const width = totalWidth(fitted.columns);
      const values = allocateRows(lines.length, width, path);
      const offsets = inputOffsets(fitted.columns);
      const described: ColumnValues[] = columns.map((column) => ({
        ...describe(column),
        values: new Float32Array(lines.length),
      }));
      const writers: (CellWriter | undefined)[] = table.names.map(() => undefined);
      columns.forEach((column, i) => {
        const inputs = column.encoded && { values, width, column: column.encoded, offset: offsets.get(column.name)! };
        writers[column.index] = cellWriter(table, column, described[i], inputs);
      });
      await table.visit(
        (row, column, start, end, quoted) => writers[column]?.(row, start, end, quoted),
        (fraction) => task.onProgress?.((1 + fraction) / 2),
      );
      return {
        summary,
        encoding: fitted,
        values,
        columns: described,
        source: (index) => ({ path, line: lines[index] }),
      };
    },
  };
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

/** The column as it describes the rows. */
function describe({ name, role, words, encoded }: TableColumn): ColumnInfo {
  if (!words) return { name, role, type: 'numeric' };
  const missing = encoded?.type === 'category' && encoded.categories.includes(missingCategory);
  return {
    name,
    role,
    type: 'category',
    categories: missing ? [...words.categories, missingCategory] : words.categories,
  };
}

type CellWriter = (row: number, start: number, end: number, quoted: boolean) => void;

interface Inputs {
  readonly values: Float32Array;
  readonly width: number;
  readonly column: EncodedColumn;
  readonly offset: number;
}

/** Writes one column's cells: as a number or category code for people, and encoded for the model. */
function cellWriter(
  table: Table,
  column: TableColumn,
  described: ColumnValues,
  inputs: Inputs | undefined,
): CellWriter {
  return column.words
    ? categoryWriter(table, column.words, described, inputs)
    : numberWriter(table, described.values, inputs);
}

/** A missing number is NaN for people, and for the model the column's mean: zero, once standardised. */
function numberWriter({ bytes, dialect }: Table, described: Float32Array, inputs: Inputs | undefined): CellWriter {
  const { decimal } = dialect;
  const { mean, deviation } = inputs?.column.type === 'numeric' ? inputs.column : { mean: 0, deviation: 1 };
  return (row, start, end) => {
    const value = parseNumber(bytes, start, end, decimal);
    described[row] = value;
    if (inputs && !Number.isNaN(value)) inputs.values[row * inputs.width + inputs.offset] = (value - mean) / deviation;
  };
}

/** A category that the encoding does not know leaves all of its inputs zero. */
function categoryWriter(
  { bytes }: Table,
  { interner, categories, codes }: NonNullable<TableColumn['words']>,
  described: ColumnValues,
  inputs: Inputs | undefined,
): CellWriter {
  const known = inputs?.column.type === 'category' ? inputs.column.categories : [];
  const places = categories.map((category) => known.indexOf(category));
  const missingCode = described.categories?.indexOf(missingCategory) ?? -1;
  const missingPlace = known.indexOf(missingCategory);
  return (row, start, end, quoted) => {
    const missing = isMissing(bytes, start, end);
    const code = missing ? missingCode : codes[interner.code(start, end, quoted)];
    described.values[row] = code < 0 ? Number.NaN : code;
    const place = missing ? missingPlace : places[code];
    if (inputs && place >= 0) inputs.values[row * inputs.width + inputs.offset + place] = 1;
  };
}
