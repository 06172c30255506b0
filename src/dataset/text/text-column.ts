import type { DataConfig } from '../../protocol/config';
import type { DataFormat, DataSummary } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import type { Dataset, Encoding } from '../dataset';
import { allocateCodes, fitAlphabet, SymbolTable, symbolCount, type TextEncoding } from '../encoding/text';
import { checkExamples, columnInfo, nameOfFile, type Source } from '../source';
import { profileColumns } from '../table/column-profile';
import { ColumnRoles } from '../table/column-roles';
import { describeColumn, RowDescriptions } from '../table/row-descriptions';
import { inferMeaning, type SchemaColumn } from '../table/schema';
import type { TableRows } from '../table/table-columns';
import { partOf, type Task } from '../task';
import { CharacterCounts } from './character-counts';
import { textWarnings } from './text-warnings';

/** The column of a table to read as text: that of the model, or the one asked for; undefined where it is not about text. */
export function textColumn(config: DataConfig, encoding: Encoding | undefined): string | undefined {
  if (encoding === undefined) return config.text?.column;
  return encoding.kind === 'text' ? encoding.column : undefined;
}

/** The text is what the model sees, as words whatever its cells are; all other columns only describe the rows. */
export function textRoles(config: DataConfig, column: string): ColumnRoles {
  return new ColumnRoles(config, { kind: 'columns', columns: [{ name: column, type: 'category', categories: [] }] });
}

/**
 * A column of a table as sequences of characters of one length; a missing cell is a text of none.
 * @throws UserError data.table.noColumn, data.text.numbers, data.tooLarge.
 */
export async function textColumnSource(
  table: TableRows,
  column: string,
  format: DataFormat,
  { config, encoding, task }: { readonly config: DataConfig; readonly encoding?: Encoding; readonly task: Task },
): Promise<Source> {
  const { path, rows } = table;
  if (encoding && encoding.kind !== 'text') throw new UserError('data.encoding.kind', { path });
  new ColumnRoles({ ...config, roles: { ...config.roles, [column]: 'feature' } }).check(path, table.columns);
  checkExamples(path, rows, encoding === undefined);
  const index = table.columns.findIndex(({ name }) => name === column);
  if (table.columns[index].cells !== 'words') throw new UserError('data.text.numbers', { path, column });

  const roles = textRoles(config, column);
  const profiles = await profileColumns(table, (name) => roles.wantsClasses(name), partOf(task, 0, 0.4));
  const meaning = inferMeaning(table, profiles, roles);
  const others = meaning.columns.flatMap(({ profile, role, classes }): SchemaColumn[] =>
    profile.index === index ? [] : [{ index: profile.index, name: profile.name, role, classes }],
  );
  const codes = await wordCodes(table, index, partOf(task, 0.4, 0.6));
  const words = table.columns[index].words().map(codePoints);
  const counts = countCharacters(words, codes);
  const length = encoding?.length ?? config.text?.length ?? counts.usualLength();
  const alphabet = encoding?.alphabet ?? fitAlphabet(counts.occurrences());
  const fitted: TextEncoding = encoding ?? { kind: 'text', mode: 'lines', column, length, alphabet };
  const label = meaning.label === column ? undefined : meaning.label;
  const summary: DataSummary = {
    name: nameOfFile(path),
    source: path,
    format,
    kind: 'text',
    examples: rows,
    shape: [length, symbolCount(fitted)],
    dtype: 'str',
    columns: others.map((other) => columnInfo(describeColumn(other))),
    ...(label === undefined ? {} : { label }),
    warnings: [...meaning.warnings, ...textWarnings(path, counts, fitted)],
  };
  return {
    summary,
    async load(): Promise<Dataset> {
      const values = allocateCodes(rows, length, path);
      const symbols = new SymbolTable(fitted);
      for (const [row, code] of codes.entries()) {
        if (code >= 0) symbols.encode(words[code].subarray(0, length), values.subarray(row * length));
      }
      const described = new RowDescriptions(table, others);
      for await (const block of table.blocks(partOf(task, 0.6, 1), true)) described.add(block);
      return {
        summary,
        encoding: fitted,
        values,
        columns: described.described(),
        source: (row) => ({ path, line: table.line(row) }),
      };
    },
  };
}

/** Of each row the code of its word, -1 where it is missing. */
async function wordCodes(table: TableRows, column: number, task: Task): Promise<Int32Array> {
  const codes = new Int32Array(table.rows);
  let row = 0;
  for await (const { cells } of table.blocks(task)) {
    for (let i = column; i < cells.length; i += table.columns.length) {
      codes[row++] = Number.isNaN(cells[i]) ? -1 : cells[i];
    }
    task.onProgress?.(row / table.rows);
  }
  return codes;
}

function codePoints(word: string): Uint32Array {
  return Uint32Array.from(word, (character) => character.codePointAt(0)!);
}

function countCharacters(words: readonly Uint32Array[], codes: Int32Array): CharacterCounts {
  const times = new Uint32Array(words.length);
  let missing = 0;
  for (const code of codes) {
    if (code < 0) missing++;
    else times[code]++;
  }
  const counts = new CharacterCounts();
  for (const [code, word] of words.entries()) counts.add(word, word.length, times[code]);
  if (missing > 0) counts.add(new Uint32Array(), 0, missing);
  return counts;
}
