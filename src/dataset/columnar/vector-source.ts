import { basename, parse } from 'node:path';
import type { ColumnInfo, ColumnValues, DataFormat, DataSummary } from '../../protocol/data';
import type { Sentence } from '../../protocol/errors';
import { decodeElements, type NumericData } from '../arrays/elements';
import type { Dataset } from '../dataset';
import { allocateRows } from '../encoding/columns';
import { encodeVectors, featureColumns, featureName } from '../encoding/vectors';
import { checkExamples, columnInfo, type Source } from '../source';
import { profileColumns } from '../table/column-profile';
import { ColumnRoles } from '../table/column-roles';
import { describeColumn, RowDescriptions } from '../table/row-descriptions';
import { inferMeaning, type SchemaColumn } from '../table/schema';
import { noWords, type TableRows } from '../table/table-columns';
import type { TableOptions } from '../table/table-source';
import { partOf, type Task } from '../task';
import { type ColumnarFile, isVectors, type NumberType } from './column-block';
import { columnarTable, turns } from './columnar-table';
import type { VectorColumn } from './vector-column';

/**
 * The vectors in a column of a file, as a data set like one of an array; the columns of numbers and words beside it
 * only describe them.
 * @throws UserError data.vectors.*, data.encoding.*, data.table.noColumn, data.columnar.*.
 */
export async function vectorSource(
  file: ColumnarFile,
  vectors: VectorColumn,
  format: DataFormat,
  { config, encoding, task }: TableOptions,
): Promise<Source> {
  const { path } = file;
  const rows = Math.min(file.rows, config.limit ?? file.rows);
  checkExamples(path, rows, encoding === undefined);
  const { width, dtype } = vectors.type;
  const description = await describeRows(file, rows, new ColumnRoles(config), partOf(task, 0, 0.3));
  const features = Array.from(
    { length: width },
    (_, i): ColumnInfo => ({ name: featureName(i), role: 'feature', type: 'numeric' }),
  );
  const { label } = description;
  const warnings = [...vectors.warnings, ...description.warnings];
  const summary: DataSummary = {
    name: parse(basename(path).replace(/\.gz$/i, '')).name,
    source: path,
    format,
    kind: 'vectors',
    examples: rows,
    shape: [width],
    dtype,
    columns: [...description.columns.map((column) => columnInfo(describeColumn(column))), ...features],
    ...(label === undefined ? {} : { label }),
    warnings,
  };
  return {
    summary,
    async load(): Promise<Dataset> {
      const described = await description.values(partOf(task, 0.3, 0.5));
      const data = await readVectors(file, vectors, rows, partOf(task, 0.5, 1));
      const encoded = encodeVectors(data, width, path, encoding);
      return {
        summary: { ...summary, warnings: [...warnings, ...encoded.warnings] },
        encoding: encoded.encoding,
        values: encoded.values,
        columns: [...described, ...featureColumns(encoded)],
        source: () => ({ path }),
      };
    },
  };
}

const vectorCells = { cells: 'numbers', dtype: 'float32', ...noWords } as const;

interface RowDescription {
  readonly columns: readonly SchemaColumn[];
  readonly label?: string;
  readonly warnings: readonly Sentence[];
  values(task: Task): Promise<ColumnValues[]>;
}

/** What the columns beside the vectors say of them: as in a table, but that none is a feature. */
async function describeRows(file: ColumnarFile, rows: number, roles: ColumnRoles, task: Task): Promise<RowDescription> {
  const table = columnarTable(file, { limit: rows });
  const vectors = file.columns.filter(({ type }) => isVectors(type));
  roles.check(file.path, [...table.columns, ...vectors.map(({ name }) => ({ ...vectorCells, name }))]);
  if (table.columns.length === 0) return { columns: [], warnings: [], values: async () => [] };
  const profiles = await profileColumns(table, (name) => roles.wantsClasses(name), task);
  const meaning = inferMeaning(table, profiles, roles);
  const columns = meaning.columns.map(
    ({ profile: { index, name }, role, classes }): SchemaColumn => ({
      index,
      name,
      role: role === 'feature' ? 'factor' : role,
      classes,
    }),
  );
  return {
    columns,
    label: meaning.label,
    warnings: meaning.warnings,
    values: (task) => readValues(table, columns, task),
  };
}

async function readValues(table: TableRows, columns: readonly SchemaColumn[], task: Task): Promise<ColumnValues[]> {
  const descriptions = new RowDescriptions(table, columns);
  for await (const block of table.blocks(task, true)) descriptions.add(block);
  return descriptions.described();
}

/** The vectors in memory, row-major; NaN where an element is missing. @throws UserError data.tooLarge. */
async function readVectors(
  file: ColumnarFile,
  { place, type }: VectorColumn,
  rows: number,
  task: Task,
): Promise<NumericData> {
  const { width } = type;
  // Twice the room for numbers that single precision would round.
  const data = isExactInSingle(type)
    ? allocateRows(rows, width, file.path)
    : new Float64Array(allocateRows(rows, 2 * width, file.path).buffer);
  let at = 0;
  for await (const { blocks, count } of turns(file, [place], rows, task)) {
    const [block] = blocks;
    if (block.kind !== 'numbers') continue;
    const values = decodeElements(block.elements.buffer, type.dtype, true).subarray(0, count * width);
    data.set(values, at);
    block.valid?.subarray(0, values.length).forEach((there, i) => {
      if (!there) data[at + i] = Number.NaN;
    });
    at += values.length;
  }
  return data;
}

function isExactInSingle({ dtype }: NumberType): boolean {
  return ['bool', 'int8', 'uint8', 'int16', 'uint16', 'float16', 'float32'].includes(dtype);
}
