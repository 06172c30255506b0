import { partOf, type Task } from '../../../task';
import { defaultMemory, memoryBytes } from '../../examples/memory';
import type { ReadOptions, Source } from '../../examples/source';
import { ColumnRoles } from '../../tables/column-roles';
import { boundsOf, rolesFor, tableSource } from '../../tables/table-source';
import type { FirstRows } from '../format';
import { imageTableSource } from '../images/image-table';
import type { StoredData, StoredOptions } from '../stored-data';
import { storedTable } from '../stored-table';
import { openCsv } from './csv-reading';

/** Enough rows to know how many columns there are. */
const fewRows = 20;

/** Rows of a CSV or TSV file, or the images that they name. @throws UserError data.table.* and data.encoding.*. */
export async function openTable(path: string, options: ReadOptions): Promise<Source> {
  const { config, task } = options;
  const roles = rolesFor(path, options);
  const table = await openCsv(path, {
    use: (name) => roles.use(name),
    limit: config.limit,
    ...boundsOf(roles, config),
    task: partOf(task, 0, 0.8),
  });
  const rest = { ...options, task: partOf(task, 0.8, 1) };
  return (await imageTableSource(table, rest)) ?? tableSource(table, 'csv', rest);
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
    task: partOf(task, 0, 0.9),
  });
  return storedTable(table, 'csv', { ...options, task: partOf(task, 0.9, 1) });
}

/** As `FormatFile.firstRows`. */
export async function firstCsvRows(path: string, rowsFor: (columns: number) => number, task: Task): Promise<FirstRows> {
  const read = (limit: number) => openCsv(path, { use: () => 'either', limit, task });
  const first = await read(fewRows);
  const limit = Math.max(fewRows, rowsFor(first.columns.length));
  const table = first.rows < fewRows || limit <= fewRows ? first : await read(limit);
  return { table, isAll: table.rows < limit };
}
