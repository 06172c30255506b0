import type { DataConfig } from '../../protocol/config';
import type { ColumnPreview, TablePreview } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import type { Task } from '../../task';
import type { FirstRows } from '../formats/format';
import { openPlace } from '../formats/place';
import { type ColumnProfile, profileColumns } from '../tables/column-profile';
import { ColumnRoles } from '../tables/column-roles';
import { inferMeaning } from '../tables/schema';
import type { TableColumns, TypedColumn } from '../tables/table-columns';

/** Rows that are looked at; fewer where there are so many columns that these would be more cells than that. */
const mostRows = 2000;
const mostCells = 400_000;
/** However many columns there are. */
const fewestRows = 20;
const mostSamples = 5;
/** Characters of a text. */
const longestSample = 40;

/**
 * The columns of a table and what they hold, by its first rows: as quick for a large one as for a small one. What a person
 * wants the columns to be has no say here. Null for what is no table.
 * @throws UserError as reading the file does.
 */
export async function previewTable(config: DataConfig, task: Task): Promise<TablePreview | null> {
  const file = await openPlace(config.source, task.signal);
  try {
    const first = await file.firstRows?.(rowsFor, { config, task });
    return first ? await preview(first, task) : null;
  } catch (error) {
    // Other text, or a table of nothing: what is wrong with it is for whoever reads it.
    if (error instanceof UserError && error.code.startsWith('data.table.')) return null;
    throw error;
  }
}

function rowsFor(columns: number): number {
  return Math.max(fewestRows, Math.min(mostRows, Math.floor(mostCells / columns)));
}

async function preview({ table, isAll }: FirstRows, task: Task): Promise<TablePreview> {
  const roles = new ColumnRoles({});
  const profiles = await profileColumns(table, (name) => roles.wantsClasses(name), task);
  const meanings = new Map(inferMeaning(table, profiles, roles).columns.map(({ profile, role }) => [profile, role]));
  const samples = await samplesOf(table, task);
  return {
    rows: table.rows,
    isAll,
    columns: profiles.map((profile): ColumnPreview => {
      const { column, isWords, missing, name } = profile;
      return {
        name,
        type: isWords ? 'category' : column.cells === 'numbers' ? 'numeric' : 'date',
        role: meanings.get(profile) ?? 'ignore',
        samples: samples[profile.index],
        range: rangeOf(profile),
        words: isWords ? profile.words().length : null,
        missing,
      };
    }),
  };
}

function rangeOf({ isWords, low, high, column }: ColumnProfile): ColumnPreview['range'] {
  return isWords || low > high ? null : [sampleOf(column, low), sampleOf(column, high)];
}

/** The first different values of each column. */
async function samplesOf(table: TableColumns, task: Task): Promise<(string | number)[][]> {
  const { columns } = table;
  const found = columns.map(() => new Set<number>());
  const samples = columns.map((): (string | number)[] => []);
  for await (const { cells, rows } of table.blocks(task)) {
    for (let row = 0; row < rows; row++) {
      columns.forEach((column, index) => {
        const cell = cells[row * columns.length + index];
        if (Number.isNaN(cell) || found[index].size >= mostSamples || found[index].has(cell)) return;
        found[index].add(cell);
        samples[index].push(sampleOf(column, cell));
      });
    }
    if (found.every(({ size }) => size >= mostSamples)) break;
  }
  return samples;
}

/** A cell as it is shown: a number, a date in ISO 8601, or the beginning of a text. */
function sampleOf(column: TypedColumn, cell: number): string | number {
  if (column.cells === 'numbers') return cell;
  if (column.cells === 'words') {
    const characters = [...column.word(cell)];
    return characters.length > longestSample ? `${characters.slice(0, longestSample).join('')}…` : characters.join('');
  }
  const isDays = column.cells === 'days';
  const date = new Date(cell * (isDays ? 86_400_000 : 1000));
  if (Number.isNaN(date.getTime())) return cell;
  const text = date.toISOString();
  return isDays ? text.slice(0, 10) : text.replace('T', ' ').replace(/(\.000)?Z$/, '');
}
