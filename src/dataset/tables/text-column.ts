import type { DataConfig } from '../../protocol/config';
import type { DataFormat, DataSummary } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import { dataName } from '../../protocol/names';
import { partOf, type Task } from '../../task';
import type { Dataset, Encoding } from '../examples/dataset';
import { fitAlphabet, symbolCount, type TextEncoding } from '../examples/encoding/text';
import { countsOf, divide, memoryBytes, spreadPlace, streamedWarnings } from '../examples/memory';
import { checkExamples, columnInfo, type ReadOptions, type Source } from '../examples/source';
import { CharacterCounts } from '../examples/text/character-counts';
import { loadTexts } from '../examples/text/encoded-texts';
import { textWarnings } from '../examples/text/text-warnings';
import { profileColumns } from './column-profile';
import { ColumnRoles } from './column-roles';
import { describeColumn, RowDescriptions, rowBytes } from './row-descriptions';
import { inferMeaning, type SchemaColumn } from './schema';
import type { RowBlock, TableRows, TypedColumn } from './table-columns';

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
  { config, encoding, task }: ReadOptions,
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
  const counts = await countCharacters(table, index, partOf(task, 0.4, 0.6));
  const length = encoding?.length ?? config.text?.length ?? counts.usualLength();
  const alphabet = encoding?.alphabet ?? fitAlphabet(counts.occurrences());
  const fitted: TextEncoding = encoding ?? { kind: 'text', mode: 'lines', column, length, alphabet };
  const label = meaning.label === column ? undefined : meaning.label;
  const division = divide(rows, rowBytes(table, others, length), memoryBytes(config));
  const summary: DataSummary = {
    name: dataName(path),
    source: path,
    format,
    kind: 'text',
    ...countsOf(rows, division),
    shape: [length, symbolCount(fitted)],
    dtype: 'str',
    columns: others.map((other) => columnInfo(describeColumn(other))),
    ...(label === undefined ? {} : { label }),
    warnings: [
      ...meaning.warnings,
      ...textWarnings(path, counts, fitted),
      ...streamedWarnings(path, division, rows, config),
    ],
  };
  return {
    summary,
    async load(): Promise<Dataset> {
      const described = new RowDescriptions(table, others, division);
      async function* texts(): AsyncGenerator<Iterable<Uint32Array>> {
        for await (const block of table.blocks(partOf(task, 0.6, 1), true)) {
          yield pointsOf(block, index, table.columns[index], length);
          described.add(block);
        }
      }
      const loaded = await loadTexts(texts(), path, rows, fitted, division);
      return {
        summary,
        encoding: fitted,
        ...loaded,
        columns: described.described(),
        ...described.labels,
        source: (example) => ({ path, line: table.line(spreadPlace(example, summary.examples, rows)) }),
      };
    },
  };
}

/** The first `length` characters of the texts in a block, as code points; each is valid until the next. */
function* pointsOf(
  { rows, cells }: RowBlock,
  column: number,
  { word }: TypedColumn,
  length: number,
): Generator<Uint32Array> {
  const points = new Uint32Array(length);
  const columns = cells.length / rows;
  for (let i = column; i < cells.length; i += columns) {
    let count = 0;
    if (!Number.isNaN(cells[i])) {
      for (const character of word(cells[i])) {
        if (count === length) break;
        points[count++] = character.codePointAt(0)!;
      }
    }
    yield points.subarray(0, count);
  }
}

async function countCharacters(table: TableRows, column: number, task: Task): Promise<CharacterCounts> {
  const { word } = table.columns[column];
  const counts = new CharacterCounts();
  let row = 0;
  for await (const { cells, rows } of table.blocks(task)) {
    for (let i = column; i < cells.length; i += table.columns.length) {
      const text = Number.isNaN(cells[i]) ? '' : word(cells[i]);
      const points = Uint32Array.from(text, (character) => character.codePointAt(0)!);
      counts.add(points, points.length);
    }
    row += rows;
    task.onProgress?.(row / table.rows);
  }
  return counts;
}
