import type { ColumnRole } from '../../protocol/data';
import { type Sentence, UserError } from '../../protocol/errors';
import { largestClassCount, sortedCategories } from '../arrays/labels';
import type { EncodedColumn } from '../dataset';
import type { ColumnEncoding } from '../encoding/columns';
import { missingCategory } from '../encoding/columns';
import type { ColumnProfile } from './column-profile';
import type { Interner } from './interner';
import type { Table } from './table';

/** A text column of more different values than this is no feature: one input each would drown the others. */
const largestCategoryCount = 100;
/** A last column of at most so many categories is taken for the label. */
const largestLabelCount = 20;
/** A column is one of numbers, in which a text is a mistake, from this share of numbers on. */
const numericShare = 0.9;

const labelNames = /^(labels?|class(es)?|targets?|species|y|category|diagnosis|outcome|cluster)$/i;
const idNames = /^(id|idx|index|key|row(_?(id|names?|number))?|unnamed: ?\d+)$|[\s_-]id$|[a-z]I[dD]$/i;

/** What becomes of a column of a table. */
export interface TableColumn {
  readonly index: number;
  readonly name: string;
  readonly role: ColumnRole;
  /** For a feature: how the model sees it. */
  readonly encoded?: EncodedColumn;
  /** For a column of texts: its categories, and the one (by place) of every word; null for a column of numbers. */
  readonly words: {
    readonly interner: Interner;
    readonly categories: readonly string[];
    readonly codes: Int32Array;
  } | null;
}

export interface Schema {
  /** Those that are kept, in the table's order. */
  readonly columns: readonly TableColumn[];
  /** The column to colour by. */
  readonly label?: string;
  readonly warnings: readonly Sentence[];
}

export interface SchemaOptions {
  readonly labels?: string;
  readonly ignore?: readonly string[];
  readonly fitted?: ColumnEncoding;
}

/**
 * Decides what each column is. Numbers become standardised features, texts of few values one-hot features; the label,
 * texts that differ in (nearly) every row, and counted ids only describe the rows. Where an encoding is given, its
 * columns are the features and no others.
 * @throws UserError data.table.* or data.encoding.columns.
 */
export async function inferSchema(
  table: Table,
  profiles: readonly ColumnProfile[],
  { labels, ignore = [], fitted }: SchemaOptions,
): Promise<Schema> {
  const { path } = table;
  const features = new Map(fitted?.columns.map((column) => [column.name, column]));
  const absent = [...features.keys()].filter((name) => !table.names.includes(name));
  if (absent.length > 0) {
    throw new UserError('data.encoding.columns', { path, count: absent.length, column: absent[0] });
  }
  if (!fitted) for (const name of [...(labels === undefined ? [] : [labels]), ...ignore]) checkName(table, name);

  const warnings: Sentence[] = [];
  const kept = profiles.filter(({ name }) => features.has(name) || !ignore.includes(name));
  const empty = kept.filter(({ name, filled }) => filled === 0 && !features.has(name));
  if (empty.length > 0) {
    warnings.push({ code: 'data.table.emptyColumns', params: { path, count: empty.length, column: empty[0].name } });
  }
  const candidates = kept.filter((profile) => !empty.includes(profile));
  const label = findLabel(candidates, labels, features);
  const isCategory = new Map(
    candidates.map((profile) => [profile, decideType(table, profile, profile === label, features.get(profile.name))]),
  );
  const indexOf = (profile: ColumnProfile) => profiles.indexOf(profile);
  const mixed = candidates.filter((profile) => isCategory.get(profile) && profile.texts < profile.filled);
  const mixedWords = await table.words(new Set(mixed.map(indexOf)));

  const columns = candidates.map((profile): TableColumn => {
    const index = indexOf(profile);
    const { name } = profile;
    const words = isCategory.get(profile) ? indexWords(mixedWords.get(index) ?? profile.words) : null;
    if (profile === label) return { index, name, role: 'label', words };
    if (fitted) {
      const encoded = features.get(name);
      return encoded ? { index, name, role: 'feature', encoded, words } : { index, name, role: 'factor', words };
    }
    if (!words) {
      return isCountedId(profile, table.dialect.header?.[index] ?? '')
        ? { index, name, role: 'id', words }
        : { index, name, role: 'feature', encoded: profile.moments.column(name), words };
    }
    const distinct = words.categories.length;
    if (distinct === profile.filled && distinct > 2) return { index, name, role: 'id', words };
    if (distinct > largestCategoryCount) {
      const params = { path, column: name, count: distinct, limit: largestCategoryCount };
      warnings.push({ code: 'data.table.manyValues', params });
      return { index, name, role: 'id', words };
    }
    const categories = profile.missing > 0 ? [...words.categories, missingCategory] : words.categories;
    return { index, name, role: 'feature', encoded: { name, type: 'category', categories }, words };
  });
  const learned = columns.filter(({ role }) => role === 'feature');
  if (learned.length === 0) throw new UserError('data.table.noFeatures', { path });
  warnings.push(...missingWarning(path, learned, profiles));
  return { columns, label: label?.name ?? colouring(columns), warnings };
}

function checkName(table: Table, column: string): void {
  if (table.names.includes(column)) return;
  const { path, names } = table;
  const columns = names.length > 20 ? `${names.slice(0, 20).join(', ')}, …` : names.join(', ');
  throw new UserError('data.table.noColumn', { path, column, columns });
}

/** The column asked for; else one whose name says so; else the last, where it has few categories. */
function findLabel(
  candidates: readonly ColumnProfile[],
  asked: string | undefined,
  features: ReadonlyMap<string, EncodedColumn>,
): ColumnProfile | undefined {
  const free = candidates.filter(({ name }) => !features.has(name));
  if (asked !== undefined) return free.find(({ name }) => name === asked);
  const named = free.find(({ name }) => labelNames.test(name));
  if (named) return named;
  const last = free.at(-1);
  const isLast = last !== undefined && last === candidates.at(-1) && candidates.length > 1;
  return isLast && last.numbers === 0 && isFew(last.words.size) && last.words.size < last.filled ? last : undefined;
}

function isFew(distinct: number): boolean {
  return distinct >= 2 && distinct <= largestLabelCount;
}

/** Is the column one of categories? @throws UserError where it is one of numbers, but for a cell. */
function decideType(
  table: Table,
  profile: ColumnProfile,
  isLabel: boolean,
  encoded: EncodedColumn | undefined,
): boolean {
  if (encoded?.type === 'category') return true;
  const { name, numbers, filled, texts, firstText, firstInfinite } = profile;
  const mustBeNumeric = encoded?.type === 'numeric' || (!isLabel && numbers >= numericShare * filled);
  if (mustBeNumeric && firstText) {
    const params = { path: table.path, line: firstText.line, column: name, value: table.text(firstText) };
    throw new UserError('data.table.notANumber', params);
  }
  if (texts > 0) return true;
  if (firstInfinite)
    throw new UserError('data.table.infinite', { path: table.path, line: firstInfinite.line, column: name });
  return isLabel && profile.whole && profile.high - profile.low < largestClassCount;
}

/** Row numbers and the like: whole numbers that only rise, under a name that says so or none at all. */
function isCountedId({ whole, ascending, numbers }: ColumnProfile, header: string): boolean {
  return whole && ascending && numbers > 2 && (header === '' || idNames.test(header));
}

function indexWords(interner: Interner): NonNullable<TableColumn['words']> {
  const texts = interner.texts();
  const categories = sortedCategories(new Set(texts));
  const places = new Map(categories.map((category, place) => [category, place]));
  return { interner, categories, codes: Int32Array.from(texts, (text) => places.get(text)!) };
}

/** Without a label, the last feature of few categories is something to colour by; it stays a feature. */
function colouring(columns: readonly TableColumn[]): string | undefined {
  return columns.findLast(({ role, words }) => role === 'feature' && words && isFew(words.categories.length))?.name;
}

function missingWarning(
  path: string,
  features: readonly TableColumn[],
  profiles: readonly ColumnProfile[],
): Sentence[] {
  const incomplete = features.map(({ index }) => profiles[index]).filter(({ missing }) => missing > 0);
  if (incomplete.length === 0) return [];
  const first = incomplete.reduce((a, b) => (b.firstMissingLine < a.firstMissingLine ? b : a));
  const count = incomplete.reduce((total, { missing }) => total + missing, 0);
  return [{ code: 'data.table.missing', params: { path, count, line: first.firstMissingLine, column: first.name } }];
}
