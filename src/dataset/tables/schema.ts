import type { ColumnRole } from '../../protocol/data';
import { type Sentence, UserError } from '../../protocol/errors';
import { megabyte } from '../bytes/sizes';
import type { EncodedColumn } from '../examples/dataset';
import { missingCategory } from '../examples/encoding/columns';
import { countColumn } from '../examples/encoding/counts';
import { largestClassCount } from '../examples/label-columns';
import { rowOf } from './chosen-rows';
import { type Classes, classesOf } from './classes';
import type { ColumnProfile } from './column-profile';
import type { ColumnRoles } from './column-roles';
import { dateUnit, mostWords, type TableRows } from './table-columns';

/** A column of more different texts than this is no feature unless asked for: one input each would drown the others. */
const largestCategoryCount = 100;
/** Nor is one of more texts than this where it is asked for, as each row holds a number for each of them; and none is a label, which names what is alike. */
const mostClasses = 65_536;
/** A last column of at most so many categories is taken for the label. */
const largestLabelCount = 20;

const idNames =
  /^(id|idx|index|key|__index_level_\d+__|row(_?(id|names?|number))?|unnamed: ?\d+)$|[\s_-]id$|[a-z]I[dD]$/i;

/** What a column means. */
export interface ColumnMeaning {
  readonly profile: ColumnProfile;
  readonly role: ColumnRole;
  /** Null for a column of numbers. */
  readonly classes: Classes | null;
}

/** What the columns of a table mean. */
export interface TableMeaning {
  /** Those that are kept, in the table's order. */
  readonly columns: readonly ColumnMeaning[];
  /** The column to colour by. */
  readonly label?: string;
  readonly warnings: readonly Sentence[];
}

/** What becomes of a column of a table. */
export interface SchemaColumn {
  readonly index: number;
  readonly name: string;
  readonly role: ColumnRole;
  /** For a feature: how the model sees it. */
  readonly encoded?: EncodedColumn;
  readonly classes: Classes | null;
}

export interface Schema {
  readonly columns: readonly SchemaColumn[];
  readonly label?: string;
  readonly warnings: readonly Sentence[];
}

/**
 * Decides what each column is to a model. Numbers become standardised features, texts of few values one-hot features.
 * Where an encoding is given, its columns are the features and no others.
 * @throws UserError data.table.* or data.encoding.* where that cannot be.
 */
export function inferSchema(table: TableRows, profiles: readonly ColumnProfile[], roles: ColumnRoles): Schema {
  const { path } = table;
  const { columns, label, warnings } = inferMeaning(table, profiles, roles);
  const features = columns.filter(({ role }) => role === 'feature').map(({ profile }) => profile);
  if (features.length === 0) throw new UserError('data.table.noFeatures', { path });
  const encoded = columns.map(({ profile, role, classes }): SchemaColumn => {
    const { index, name } = profile;
    if (role !== 'feature') return { index, name, role, classes };
    const fitted = roles.feature(name);
    if (fitted) checkCells(table, profile, fitted, roles);
    return {
      index,
      name,
      role,
      classes,
      encoded: fitted ?? (roles.areCounts ? countsOf(table, profile) : encodedOf(table, profile, classes, roles)),
    };
  });
  return {
    columns: encoded,
    label,
    warnings: [...warnings, ...dateWarning(path, features), ...wideWarnings(table, encoded)],
  };
}

/**
 * Decides what each column means. The label, texts that differ in (nearly) every row, and counted ids only describe the
 * rows. What a person has asked for goes first.
 */
export function inferMeaning(table: TableRows, profiles: readonly ColumnProfile[], roles: ColumnRoles): TableMeaning {
  const { path } = table;
  const warnings: Sentence[] = [...table.warnings];
  const kept = profiles.filter(({ name }) => roles.of(name) !== 'ignore');
  const isEmpty = ({ name, filled }: ColumnProfile) => filled === 0 && !roles.feature(name);
  const empty = kept.filter(isEmpty);
  if (empty.length > 0) {
    warnings.push({ code: 'data.table.emptyColumns', params: { path, count: empty.length, column: empty[0].name } });
  }
  const candidates = kept.filter((profile) => !isEmpty(profile));
  const label = findLabel(candidates, roles);
  const columns = candidates.map((profile): ColumnMeaning => {
    const { name } = profile;
    const asked = roles.of(name);
    // Of passing words nobody knows what classes they are.
    if ((profile === label || asked === 'label') && !profile.isPassing) {
      const classes = isClasses(profile) ? classesOf(profile) : null;
      const count = classes?.names.length ?? 0;
      if (count <= mostClasses) return { profile, role: 'label', classes };
      warnings.push({ code: 'data.table.manyLabels', params: { path, column: name, count, limit: mostClasses } });
      return { profile, role: 'id', classes };
    }
    const isCategory = profile.isWords || roles.feature(name)?.type === 'category';
    const classes = isCategory ? classesOf(profile) : null;
    if (asked === 'label') return { profile, role: 'id', classes };
    if (asked === 'feature' || asked === 'id') return { profile, role: asked, classes };
    if (roles.areFitted) return { profile, role: 'factor', classes };
    return { profile, role: isId(table, profile, classes, warnings) ? 'id' : 'feature', classes };
  });
  const asked = columns.find(({ profile }) => profile.name === roles.label);
  const found = asked ?? columns.find(({ profile, role }) => profile === label && role !== 'id');
  return { columns, label: found?.profile.name ?? colouring(columns), warnings };
}

/** The column asked for; else one whose name says so; else the last, where it has few categories. */
function findLabel(candidates: readonly ColumnProfile[], roles: ColumnRoles): ColumnProfile | undefined {
  const likely = candidates.filter(({ name, isPassing }) => roles.mayBeLabel(name) && !isPassing);
  // Beside x, y is a place like it.
  const isPlace = ({ name }: ColumnProfile) => isOrdinate(name) && candidates.some((other) => isAbscissa(other.name));
  const asked = likely.find(({ name }) => roles.of(name) === 'label');
  const named = asked ?? likely.find((own) => !isOrdinate(own.name)) ?? likely.find((own) => !isPlace(own));
  if (named || roles.label !== undefined) return named;
  const last = candidates.at(-1);
  if (!last?.isWords || last.isPassing || candidates.length < 2 || roles.of(last.name) !== undefined) return undefined;
  const distinct = last.words().length;
  return isFew(distinct) && distinct < last.filled ? last : undefined;
}

function isOrdinate(name: string): boolean {
  return /^y$/i.test(name);
}

function isAbscissa(name: string): boolean {
  return /^x$/i.test(name);
}

function isFew(distinct: number): boolean {
  return distinct >= 2 && distinct <= largestLabelCount;
}

/** Words, or whole numbers close together. */
function isClasses({ isWords, column, whole, high, low, infinite }: ColumnProfile): boolean {
  return isWords || (column.cells === 'numbers' && infinite === 0 && whole && high - low < largestClassCount);
}

/** Does a column that nobody has decided about only describe the rows? */
function isId({ path }: TableRows, profile: ColumnProfile, classes: Classes | null, warnings: Sentence[]): boolean {
  const { column, filled, whole, ascending, infinite } = profile;
  if (!classes) {
    // Row numbers and the like: whole numbers that only rise, under a name that says so or none at all.
    const isWhole = column.cells === 'numbers' && whole && infinite === 0 && filled > 2;
    if (!isWhole || !(column.unnamed === true || idNames.test(column.name))) return false;
    return ascending || (profile.index === 0 && column.unnamed === true && isShuffledIndex(profile));
  }
  const distinct = classes.names.length;
  if (profile.isPassing ? idNames.test(column.name) : distinct === filled && distinct > 2) return true;
  if (!profile.isPassing && distinct <= largestCategoryCount) return false;
  const params = { path, column: column.name, count: wordCount(profile, classes), limit: largestCategoryCount };
  warnings.push({ code: 'data.table.manyValues', params });
  return true;
}

/**
 * Are the whole numbers of a first column without a name those of rows in another order? They are not negative, none is missing,
 * they reach as far as there are rows, and of the first thousand none occurs twice.
 */
function isShuffledIndex({ low, high, filled, missing, areDifferent }: ColumnProfile): boolean {
  return low >= 0 && high >= filled - 1 && missing === 0 && areDifferent;
}

/** How many different ones there are, as far as that is known. */
function wordCount({ isPassing }: ColumnProfile, { names }: Classes): number | string {
  return isPassing ? `> ${mostWords}` : names.length;
}

/** How a model sees a feature. @throws UserError where it cannot. */
function encodedOf(
  table: TableRows,
  profile: ColumnProfile,
  classes: Classes | null,
  { fillsGaps }: ColumnRoles,
): EncodedColumn {
  const { path } = table;
  const { name, column, missing, moments } = profile;
  if (classes) {
    const { names } = classes;
    if (names.length > mostClasses || profile.isPassing) {
      const limit = profile.isPassing ? mostWords : mostClasses;
      const params = { path, column: name, count: wordCount(profile, classes), limit };
      throw new UserError('data.table.tooManyValues', params);
    }
    return { name, type: 'category', categories: missing > 0 ? [...names, missingCategory] : names };
  }
  if (!fillsGaps) checkFinite(table, profile);
  const unit = dateUnit(column.cells);
  return { ...moments.column(name, profile.low === profile.high), ...(unit && { unit }) };
}

/** What columns of many categories take in memory, said before it is taken. */
function wideWarnings({ path, rows }: TableRows, columns: readonly SchemaColumn[]): Sentence[] {
  return columns.flatMap(({ name, encoded }) => {
    if (encoded?.type !== 'category' || encoded.categories.length <= largestClassCount) return [];
    const count = encoded.categories.length;
    const megabytes = Math.ceil((rows * count * Float32Array.BYTES_PER_ELEMENT) / megabyte);
    return [{ code: 'data.table.wideColumn', params: { path, column: name, count, megabytes } }];
  });
}

/** A feature that is to be counts; whether its numbers are such is seen as they are encoded. @throws UserError data.counts.column. */
function countsOf(table: TableRows, profile: ColumnProfile): EncodedColumn {
  const { name, column } = profile;
  if (column.cells !== 'numbers') throw new UserError('data.counts.column', { path: table.path, column: name });
  checkFinite(table, profile);
  return countColumn(name);
}

/** Are the cells what the model was trained on? @throws UserError. */
function checkCells(table: TableRows, profile: ColumnProfile, fitted: EncodedColumn, { fillsGaps }: ColumnRoles): void {
  if (fitted.type === 'category') return;
  if (!fillsGaps) checkFinite(table, profile);
  const { column, filled, name } = profile;
  const isSame = !profile.isWords && (dateUnit(column.cells) === undefined) === (fitted.unit === undefined);
  if (!isSame && filled > 0) throw new UserError('data.encoding.cells', { path: table.path, column: name });
}

function checkFinite(table: TableRows, profile: ColumnProfile): void {
  const [found] = infiniteWarnings(table, [profile]);
  if (found) throw new UserError(found.code, found.params);
}

/** What stands in the way of learning from columns with infinite values: how many there are of them. */
export function infiniteWarnings(table: TableRows, profiles: readonly ColumnProfile[]): Sentence[] {
  const { path } = table;
  return profiles.flatMap(({ infinite: count, firstInfinite: row, name: column }): Sentence[] => {
    if (count === 0) return [];
    const line = table.line(row);
    if (line === undefined)
      return [{ code: 'data.columns.infinite', params: { path, count, row: rowOf(table, row), column } }];
    return [{ code: 'data.table.infinite', params: { path, count, line, column } }];
  });
}

/** Without a label, the last feature of few categories is something to colour by; it stays a feature. */
function colouring(columns: readonly ColumnMeaning[]): string | undefined {
  const found = columns.findLast(({ role, classes }) => role === 'feature' && classes && isFew(classes.names.length));
  return found?.profile.name;
}

/** Days and seconds are no units that a file of text names. */
export function dateWarning(path: string, features: readonly ColumnProfile[]): Sentence[] {
  const dates = features.filter(({ column }) => dateUnit(column.cells));
  if (dates.length === 0) return [];
  return [{ code: 'data.table.dates', params: { path, count: dates.length, column: dates[0].name } }];
}

/** @param incomplete Columns that lack values, at least one. */
export function missingWarning(table: TableRows, incomplete: readonly ColumnProfile[]): Sentence {
  const { path } = table;
  const { name, firstGap } = incomplete.reduce((a, b) => (b.firstGap < a.firstGap ? b : a));
  const count = incomplete.reduce((total, { missing, infinite }) => total + missing + infinite, 0);
  const line = table.line(firstGap);
  const said = { path, count, column: name };
  if (line === undefined) return { code: 'data.columns.missing', params: { ...said, row: rowOf(table, firstGap) } };
  return { code: 'data.table.missing', params: { ...said, line } };
}
