import type { Sentence } from '../../../protocol/errors';
import { partOf, type Task } from '../../../task';
import { defaultMemory, memoryBytes } from '../../examples/memory';
import type { ReadOptions, Source } from '../../examples/source';
import { limitedRows } from '../../tables/chosen-rows';
import { ColumnRoles } from '../../tables/column-roles';
import type { TableRows, TypedColumn } from '../../tables/table-columns';
import { boundsOf, rolesFor, tableSource } from '../../tables/table-source';
import { storedColumnar } from '../columnar/stored-columnar';
import { chooseVectors, type VectorColumn } from '../columnar/vector-column';
import { vectorSource } from '../columnar/vector-source';
import type { FirstRows } from '../format';
import { imageTableSource } from '../images/image-table';
import type { StoredData, StoredOptions } from '../stored-data';
import { storedTable } from '../stored-table';
import { openCsv } from './csv-reading';
import { findVectorCells, withVectors } from './vector-cells';

/** Enough rows to know how many columns there are. */
const fewRows = 20;

/** Rows of a CSV or TSV file, or the images that they name. @throws UserError data.table.* and data.encoding.*. */
export async function openTable(path: string, options: ReadOptions): Promise<Source> {
  const { config, task } = options;
  const roles = rolesFor(path, options);
  const table = await openCsv(path, {
    use: (name) => roles.use(name),
    // Where the first rows are wanted, the others need not be read.
    ...(config.take === 'first' && { limit: config.limit }),
    ...boundsOf(roles, config),
    ...(roles.fillsGaps && { strays: 'missing' }),
    task: partOf(task, 0, 0.8),
  });
  const rows = limitedRows(table, config);
  const rest = { ...options, task: partOf(task, 0.8, 1) };
  return (await imageTableSource(rows, rest)) ?? (await vectorCellSource(rows, rest)) ?? tableSource(rows, 'csv', rest);
}

/** The vectors in cells of a table as data set; null where there are none, or where a model or a person means something else. */
async function vectorCellSource(table: TableRows, options: ReadOptions): Promise<Source | null> {
  const { config, encoding, task } = options;
  const { path, columns } = table;
  const features = encoding?.kind === 'columns' ? encoding.columns : [];
  const isOfTable = features.length > 0 && features.every(({ name }) => columns.some((column) => column.name === name));
  if (config.text || isOfTable || (encoding && encoding.kind !== 'columns')) return null;
  const found = await findVectorCells(table, mayHoldVectors(new ColumnRoles(config)), { signal: task.signal });
  const file = withVectors(table, found);
  const vectors = found.widths.size > 0 ? chooseVectors(file, config.array) : null;
  const said = [...table.warnings, ...found.warnings];
  if (vectors) {
    const warnings = [...said, vectorsWarning(path, vectors), ...vectors.warnings];
    return vectorSource(file, { ...vectors, warnings }, 'csv', options);
  }
  if (found.warnings.length === 0) return null;
  const warned: TableRows = {
    path,
    columns,
    rows: table.rows,
    warnings: said,
    blocks: (task, last) => table.blocks(task, last),
    line: (row) => table.line(row),
  };
  return tableSource(warned, 'csv', options);
}

/** Columns of which a person says what they are stay what their cells are. */
function mayHoldVectors(roles: ColumnRoles) {
  return ({ name }: TypedColumn) => roles.of(name) === undefined;
}

function vectorsWarning(path: string, { name, type: { width } }: VectorColumn): Sentence {
  return { code: 'data.table.vectors', params: { path, column: name, width } };
}

/**
 * A CSV or TSV file: its columns of numbers and dates side by side.
 * @param options `labels` names the column of the labels.
 * @throws UserError data.table.*.
 */
export async function openStoredTable(path: string, options: StoredOptions): Promise<StoredData> {
  const { labels, ignore, task } = options;
  const roles = new ColumnRoles({ labels, ignore: [...(ignore ?? [])] });
  const table = await openCsv(path, {
    use: (name) => roles.use(name),
    memory: memoryBytes({ memory: defaultMemory() }) / 2,
    keepsWords: () => true,
    strays: 'missing',
    task: partOf(task, 0, 0.8),
  });
  const rest = { ...options, task: partOf(task, 0.9, 1) };
  const found = await findVectorCells(table, mayHoldVectors(roles), partOf(task, 0.8, 0.9));
  if (found.widths.size === 0) {
    const stored = await storedTable(table, 'csv', rest);
    return { ...stored, warnings: [...found.warnings, ...stored.warnings] };
  }
  const file = withVectors(table, found);
  const chosen = chooseVectors(file, options.array);
  const said = [...table.warnings, ...found.warnings, ...(chosen ? [vectorsWarning(path, chosen)] : [])];
  const stored = await storedColumnar(file, 'csv', rest);
  return { ...stored, warnings: [...said, ...stored.warnings] };
}

/** As `FormatFile.firstRows`. */
export async function firstCsvRows(path: string, rowsFor: (columns: number) => number, task: Task): Promise<FirstRows> {
  const read = (limit: number) => openCsv(path, { use: () => 'either', limit, task });
  const first = await read(fewRows);
  const limit = Math.max(fewRows, rowsFor(first.columns.length));
  const table = first.rows < fewRows || limit <= fewRows ? first : await read(limit);
  return { table, isAll: table.rows < limit };
}
