import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { DataConfig } from '../../../protocol/config';
import type { ColumnValues } from '../../../protocol/data';
import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { largestClassCount } from '../../examples/label-columns';
import type { ReadOptions, Source } from '../../examples/source';
import { type ColumnProfile, profileColumns } from '../../tables/column-profile';
import { ColumnRoles } from '../../tables/column-roles';
import { RowDescriptions } from '../../tables/row-descriptions';
import { inferMeaning, type SchemaColumn } from '../../tables/schema';
import type { TableRows, TypedColumn } from '../../tables/table-columns';
import { openCollection } from './image-collection';
import { hasImageName } from './image-list';
import { folderPlace } from './image-place';

/** Of so many names that a column begins with, one has to be a file. */
const namesTried = 10;

/**
 * The images that a column of a table names, by paths from the folder of the table; the other columns describe them. Null
 * where no column names images, or where the model or the configuration is about something else.
 * @throws UserError data.imageTable.outside for a path that leads out of the folder; data.images.*; data.table.noColumn.
 */
export async function imageTableSource(table: TableRows, options: ReadOptions): Promise<Source | null> {
  const { config, encoding, task } = options;
  if ((encoding && encoding.kind !== 'pixels') || config.text) return null;
  const asked = new ColumnRoles(config);
  const folder = dirname(table.path);
  const index = await imageColumn(table, folder, asked);
  if (index < 0) return null;
  asked.check(table.path, table.columns);
  const files = await filesOf(table, folder, index, task);
  const { columns, label } = await describeImages(table, config, table.columns[index].name, task);
  const describe = (kept: readonly number[]) =>
    kept.length === files.length ? columns : columns.map((column) => pickRows(column, kept));
  const place = folderPlace(folder);
  const source = table.path;
  return openCollection({ source, format: 'images', place, files, label, describe, warnings: [] }, options);
}

/** The first column whose words all have an image's name, and of which there are files; -1 where there is none. */
async function imageColumn(table: TableRows, folder: string, roles: ColumnRoles): Promise<number> {
  for (const [index, column] of table.columns.entries()) {
    const role = roles.of(column.name);
    if (role !== undefined && role !== 'id') continue;
    if (column.cells === 'words' && (await namesImages(column, folder))) return index;
  }
  return -1;
}

async function namesImages(column: TypedColumn, folder: string): Promise<boolean> {
  const words = column.words();
  if (words.length === 0 || !words.every(hasImageName)) return false;
  for (const word of words.slice(0, namesTried)) {
    const status = await stat(join(folder, localPath(word))).catch(() => null);
    if (status?.isFile()) return true;
  }
  return false;
}

/** Tables from Windows separate folders by backslashes. */
function localPath(word: string): string {
  return word.replaceAll('\\', '/');
}

/** The file of each row, by its path from the folder. @throws UserError data.imageTable.outside. */
async function filesOf(table: TableRows, folder: string, index: number, task: Task): Promise<string[]> {
  const { word } = table.columns[index];
  const files: string[] = [];
  for await (const { cells } of table.blocks(task)) {
    for (let i = index; i < cells.length; i += table.columns.length) {
      const line = table.line(files.length) ?? files.length;
      // No file has this name, so that the row is left out like one whose image is gone.
      const image = Number.isNaN(cells[i]) ? `(${line})` : localPath(word(cells[i]));
      if (isAbsolute(image) || leadsOut(relative(folder, join(folder, image)))) {
        throw new UserError('data.imageTable.outside', { path: table.path, line, image });
      }
      files.push(image);
    }
  }
  return files;
}

function leadsOut(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
}

/** What the columns of a table say of images, but for the one that names them, where there is one. */
export async function describeImages(
  table: TableRows,
  { labels, roles = {}, ignore }: DataConfig,
  names: string | null,
  task: Task,
): Promise<{ readonly columns: readonly ColumnValues[]; readonly label: string | undefined }> {
  const asked = { labels, ignore, roles: names === null ? roles : { ...roles, [names]: 'ignore' as const } };
  const without = new ColumnRoles(asked);
  const profiles = await profileColumns(table, (column) => without.wantsClasses(column), task);
  const likely = profiles.some((own) => without.mayBeLabel(own.name)) ? undefined : classesAmong(profiles, without);
  const meaning = inferMeaning(
    table,
    profiles,
    likely === undefined ? without : new ColumnRoles({ ...asked, labels: likely }),
  );
  const columns = meaning.columns.map(({ profile, role, classes }): SchemaColumn => {
    const own = role === 'feature' ? 'factor' : role;
    return { index: profile.index, name: profile.name, role: own, classes };
  });
  const descriptions = new RowDescriptions(table, columns);
  for await (const block of table.blocks(task, true)) descriptions.add(block);
  return { columns: descriptions.described(), label: meaning.label };
}

/** The last column of words that each stand for several images. */
function classesAmong(profiles: readonly ColumnProfile[], roles: ColumnRoles): string | undefined {
  const found = profiles.findLast((profile) => {
    if (!profile.isWords || profile.isPassing || roles.of(profile.name) !== undefined) return false;
    const classes = profile.words().length;
    return classes > 1 && classes <= largestClassCount && 2 * classes <= profile.filled;
  });
  return found?.name;
}

export function pickRows(column: ColumnValues, rows: readonly number[]): ColumnValues {
  return { ...column, values: Float32Array.from(rows, (row) => column.values[row]) };
}
