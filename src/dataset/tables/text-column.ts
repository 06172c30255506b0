import type { DataConfig } from '../../protocol/config';
import type { DataFormat, DataSummary } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import { dataName } from '../../protocol/names';
import { partOf, type Task } from '../../task';
import type { Dataset, Encoding } from '../examples/dataset';
import { bytesOfCodes, fitAlphabet, symbolCount, type TextEncoding } from '../examples/encoding/text';
import { countsOf, divide, memoryBytes, spreadPlace, streamedWarnings } from '../examples/memory';
import { checkExamples, columnInfo, type ReadOptions, type Source } from '../examples/source';
import { CharacterCounts } from '../examples/text/character-counts';
import { loadTexts } from '../examples/text/encoded-texts';
import { textWarnings } from '../examples/text/text-warnings';
import { type PieceCounts, readerOf, symbolKindOf, vocabularySize } from '../examples/text/vocabulary';
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
 * A column of a table as sequences of symbols of one length; a missing cell is a text of none.
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
  const choice = encoding ?? config.text ?? {};
  const kind = symbolKindOf(choice);
  const learn = async (counts: PieceCounts) => {
    for await (const some of texts(table, index, partOf(task, 0.4, 0.5))) for (const text of some) counts.add(text);
  };
  const symbols = kind && (await readerOf(kind, choice, learn, task.signal));
  const read: ReadText = symbols ? (text) => Uint32Array.from(symbols.symbolsOf(text)) : codePoints();
  const counts = new CharacterCounts();
  for await (const some of texts(table, index, partOf(task, 0.5, 0.6))) {
    for (const text of some) {
      const own = read(text);
      counts.add(own, own.length);
    }
  }
  const length = encoding?.length ?? config.text?.length ?? counts.usualLength();
  const vocabulary =
    kind && symbols
      ? { symbols: kind, ...symbols.vocabulary }
      : { alphabet: fitAlphabet(counts.occurrences(), vocabularySize(choice)) };
  const fitted: TextEncoding = encoding ?? { kind: 'text', mode: 'lines', column, length, ...vocabulary };
  const label = meaning.label === column ? undefined : meaning.label;
  const division = divide(rows, rowBytes(table, others, bytesOfCodes(fitted)), memoryBytes(config));
  const summary: DataSummary = {
    name: dataName(path),
    source: path,
    format,
    kind: 'text',
    ...countsOf(rows, division),
    shape: [length, symbolCount(fitted)],
    ...(fitted.symbols && { symbols: fitted.symbols }),
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
      async function* encodable(): AsyncGenerator<Iterable<Uint32Array>> {
        for await (const block of table.blocks(partOf(task, 0.6, 1), true)) {
          yield symbolsOf(textsOf(block, index, table.columns[index]), length, read);
          described.add(block);
        }
      }
      const loaded = await loadTexts(encodable(), path, rows, fitted, division);
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

/** Reads texts as numbers that are valid until the next. */
type ReadText = (text: string) => Uint32Array;

/** The characters of texts, as code points: a loop of its own, for there may be very many. */
function codePoints(): ReadText {
  let room = new Uint32Array(1 << 8);
  return (text) => {
    if (room.length < text.length) room = new Uint32Array(2 * text.length);
    let count = 0;
    for (let i = 0; i < text.length; i++) {
      const point = text.codePointAt(i)!;
      if (point > 0xffff) i++;
      room[count++] = point;
    }
    return room.subarray(0, count);
  };
}

/** The first `length` symbols of texts; each is valid until the next. */
function* symbolsOf(texts: Iterable<string>, length: number, read: ReadText): Generator<Uint32Array> {
  for (const text of texts) yield read(text).subarray(0, length);
}

/** The texts of a column, block by block. */
async function* texts(table: TableRows, column: number, task: Task): AsyncGenerator<Iterable<string>> {
  let row = 0;
  for await (const block of table.blocks(task)) {
    yield textsOf(block, column, table.columns[column]);
    row += block.rows;
    task.onProgress?.(row / table.rows);
  }
}

/** A missing cell is a text of nothing. */
function* textsOf({ rows, cells }: RowBlock, column: number, { word }: TypedColumn): Generator<string> {
  const columns = cells.length / rows;
  for (let i = column; i < cells.length; i += columns) yield Number.isNaN(cells[i]) ? '' : word(cells[i]);
}
