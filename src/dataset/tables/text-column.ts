import type { DataConfig } from '../../protocol/config';
import type { DataFormat, DataSummary } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import { dataName } from '../../protocol/names';
import { partOf } from '../../task';
import { largestBytes } from '../bytes/sizes';
import { readCodePoints, textAt, type Utf8Texts } from '../bytes/utf8-texts';
import type { Dataset, Encoding } from '../examples/dataset';
import { bytesOfCodes, fitAlphabet, symbolCount, type TextEncoding } from '../examples/encoding/text';
import { countsOf, divide, memoryBytes, spreadPlace, streamedWarnings } from '../examples/memory';
import { checkExamples, columnInfo, type ReadOptions, type Source } from '../examples/source';
import { CharacterCounts, longestUsual } from '../examples/text/character-counts';
import { loadTexts } from '../examples/text/encoded-texts';
import { KeptBeginnings } from '../examples/text/kept-beginnings';
import { textWarnings } from '../examples/text/text-warnings';
import {
  type PieceCounts,
  type ReadSymbols,
  readerOf,
  symbolKindOf,
  vocabularySize,
} from '../examples/text/vocabulary';
import { profileColumns } from './column-profile';
import { ColumnRoles } from './column-roles';
import { describeColumn, RowDescriptions, rowBytes } from './row-descriptions';
import { inferMeaning, type SchemaColumn } from './schema';
import { type TableRows, textsOf } from './table-columns';

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
    for await (const some of textsOf(table, index, partOf(task, 0.4, 0.5))) {
      for (let i = 0; i < some.starts.length; i++) counts.add(textAt(some, i) ?? '');
    }
  };
  const symbols = kind && (await readerOf(kind, choice, learn, task.signal));
  const counts = new CharacterCounts();
  const most = encoding?.length ?? config.text?.length ?? longestUsual;
  const kept =
    !symbols && rows * most <= Math.min(largestBytes, memoryBytes(config)) ? new KeptBeginnings(rows, most) : null;
  for await (const some of textsOf(table, index, partOf(task, 0.5, 0.6))) {
    if (!symbols) {
      counts.addTexts(some);
      kept?.add(some);
    } else for (const own of symbolsIn(some, symbols.symbolsOf)) counts.add(own, own.length);
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
      async function* encodable(): AsyncGenerator<Iterable<Uint32Array>> {
        for await (const some of textsOf(table, index, partOf(task, 0.6, 0.9))) {
          yield symbols ? firstSymbols(symbolsIn(some, symbols.symbolsOf), length) : pointsIn(some, length);
        }
      }
      const held = division ? null : kept?.encoded(fitted);
      const loaded = held ? { values: held } : await loadTexts(encodable(), path, rows, fitted, division);
      const described = new RowDescriptions(table, others, division);
      if (others.length > 0) for await (const block of table.blocks(partOf(task, 0.9, 1), true)) described.add(block);
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

/** The symbols of texts; a missing one has none. */
function* symbolsIn(texts: Utf8Texts, read: ReadSymbols): Generator<Uint32Array> {
  for (let i = 0; i < texts.starts.length; i++) yield Uint32Array.from(read(textAt(texts, i) ?? ''));
}

function* firstSymbols(texts: Iterable<Uint32Array>, length: number): Generator<Uint32Array> {
  for (const symbols of texts) yield symbols.subarray(0, length);
}

/** The first `length` characters of texts, as code points; each is valid until the next. */
function* pointsIn({ bytes, starts, ends }: Utf8Texts, length: number): Generator<Uint32Array> {
  const points = new Uint32Array(length);
  for (let i = 0; i < starts.length; i++) {
    const count = readCodePoints(bytes, starts[i], ends[i], points);
    yield count < length ? points.subarray(0, count) : points;
  }
}
