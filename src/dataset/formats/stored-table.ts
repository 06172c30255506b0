import type { StoredColumn } from '../../protocol/data';
import type { Sentence } from '../../protocol/errors';
import type { Task } from '../../task';
import { littleEndian } from '../bytes/elements';
import { ExampleCounter } from '../examples/example-counter';
import { type ColumnProfile, profileColumns } from '../tables/column-profile';
import { ColumnRoles } from '../tables/column-roles';
import { type ColumnMeaning, dateWarning, inferMeaning, infiniteWarnings } from '../tables/schema';
import type { TableColumns } from '../tables/table-columns';
import type { StoredData, StoredKind, StoredOptions } from './stored-data';
import { columnArray, columnWords, sideBySide } from './table-array';

/**
 * A table of any format, to be looked at or converted: all columns of numbers and dates but the label side by side as
 * doubles, NaN where missing; a single one in its own type. Texts are named, and left out of the array.
 * @throws UserError data.table.noColumn; data.table.noNumbers when there is nothing to convert.
 */
export async function storedTable(table: TableColumns, kind: StoredKind, options: StoredOptions): Promise<StoredData> {
  const { path, rows } = table;
  const roles = new ColumnRoles({ labels: options.labels, ignore: [...(options.ignore ?? [])] });
  roles.check(path, table.columns);
  const profiles = await profileColumns(table, (name) => roles.wantsClasses(name), options.task);
  const { columns, warnings } = inferMeaning(table, profiles, roles);
  const meanings = new Map(columns.map((column) => [column.profile, column]));
  const label = columns.find(({ role }) => role === 'label')?.profile;
  // Separators at the ends of all lines make a column of nothing, without a name.
  const others = profiles.filter(
    (own) => own !== label && roles.of(own.name) !== 'ignore' && (own.filled > 0 || !own.column.unnamed),
  );
  const numbers = others.filter(({ isWords }) => !isWords);
  const words = others.filter(({ isWords }) => isWords);
  const isAll = numbers.length === profiles.length;
  return {
    kind,
    path,
    values: numbers.length === 1 ? columnArray(table, numbers[0], [rows, 1]) : sideBySide(table, numbers),
    labels: label ? (label.isWords ? columnWords(table, label) : columnArray(table, label, [rows])) : null,
    columns: profiles.map((profile) => storedColumn(profile, meanings.get(profile))),
    warnings: [
      ...warnings,
      ...infiniteWarnings(table, numbers),
      ...dateWarning(path, profiles),
      ...wordsWarning(path, words),
    ],
    table,
    ...(isAll ? {} : { duplicates: (task) => countDuplicates(table, task) }),
  };
}

function storedColumn({ column, isWords, missing }: ColumnProfile, meaning: ColumnMeaning | undefined): StoredColumn {
  const role = meaning === undefined || meaning.role === 'factor' ? 'ignore' : meaning.role;
  const { name, dtype, cells } = column;
  const type = !isWords ? (cells === 'numbers' ? 'numeric' : 'date') : role === 'id' ? 'text' : 'category';
  return { name, role, type, dtype, missing };
}

function wordsWarning(path: string, words: readonly ColumnProfile[]): Sentence[] {
  if (words.length === 0) return [];
  return [{ code: 'data.table.words', params: { path, count: words.length, column: words[0].name } }];
}

/** Rows that equal an earlier one in all columns. */
async function countDuplicates(table: TableColumns, task: Task): Promise<number | null> {
  const counter = new ExampleCounter('float64', table.rows, 8 * table.columns.length);
  for await (const { cells } of table.blocks(task)) counter.add(littleEndian(cells, 8));
  return counter.duplicates();
}
