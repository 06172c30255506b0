import type { ColumnRole } from '../../protocol/data';
import { type Sentence, UserError } from '../../protocol/errors';
import { largestClassCount, sortedCategories } from '../arrays/labels';
import type { EncodedColumn } from '../dataset';
import { missingCategory } from '../encoding/columns';
import type { ColumnProfile } from './column-profile';
import type { ColumnRoles } from './column-roles';
import { dateUnit, type TableRows } from './table-columns';

/** A column of more different texts than this is no feature unless asked for: one input each would drown the others. */
const largestCategoryCount = 100;
/** A last column of at most so many categories is taken for the label. */
const largestLabelCount = 20;

const idNames = /^(id|idx|index|key|row(_?(id|names?|number))?|unnamed: ?\d+)$|[\s_-]id$|[a-z]I[dD]$/i;

/** What becomes of a column of a table. */
export interface SchemaColumn {
  readonly index: number;
  readonly name: string;
  readonly role: ColumnRole;
  /** For a feature: how the model sees it. */
  readonly encoded?: EncodedColumn;
  /** For a column of categories: their names, in order, and the place of a cell among them. */
  readonly classes: {
    readonly names: readonly string[];
    /** @param cell Not NaN. */
    place(cell: number): number;
  } | null;
}

export interface Schema {
  /** Those that are kept, in the table's order. */
  readonly columns: readonly SchemaColumn[];
  /** The column to colour by. */
  readonly label?: string;
  readonly warnings: readonly Sentence[];
}

/**
 * Decides what each column is. Numbers become standardised features, texts of few values one-hot features; the label,
 * texts that differ in (nearly) every row, and counted ids only describe the rows. What a person has asked for goes first,
 * and where an encoding is given, its columns are the features and no others.
 * @throws UserError data.table.* or data.encoding.*.
 */
export function inferSchema(table: TableRows, profiles: readonly ColumnProfile[], roles: ColumnRoles): Schema {
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
  const columns = candidates.map((profile): SchemaColumn => {
    const { index, name } = profile;
    const fitted = roles.feature(name);
    if (fitted) {
      checkCells(table, profile, fitted);
      return {
        index,
        name,
        role: 'feature',
        encoded: fitted,
        classes: fitted.type === 'category' ? classesOf(profile) : null,
      };
    }
    const asked = roles.of(name);
    if (profile === label || asked === 'label') {
      return { index, name, role: 'label', classes: isClasses(profile) ? classesOf(profile) : null };
    }
    const classes = profile.isWords ? classesOf(profile) : null;
    if (roles.areFitted) return { index, name, role: 'factor', classes };
    const isFeature = asked === undefined ? !isId(table, profile, classes, warnings) : asked === 'feature';
    if (!isFeature) return { index, name, role: 'id', classes };
    return { index, name, role: 'feature', encoded: encodedOf(table, profile, classes), classes };
  });
  const features = columns.filter(({ role }) => role === 'feature').map(({ index }) => profiles[index]);
  if (features.length === 0) throw new UserError('data.table.noFeatures', { path });
  warnings.push(...dateWarning(path, features));
  const asked = columns.find(({ name }) => name === roles.label);
  return { columns, label: asked?.name ?? label?.name ?? colouring(columns), warnings };
}

/** The column asked for; else one whose name says so; else the last, where it has few categories. */
function findLabel(candidates: readonly ColumnProfile[], roles: ColumnRoles): ColumnProfile | undefined {
  const named = candidates.find(({ name }) => roles.mayBeLabel(name));
  if (named || roles.label !== undefined) return named;
  const last = candidates.at(-1);
  if (!last?.isWords || candidates.length < 2 || roles.of(last.name) !== undefined) return undefined;
  const distinct = last.words().length;
  return isFew(distinct) && distinct < last.filled ? last : undefined;
}

function isFew(distinct: number): boolean {
  return distinct >= 2 && distinct <= largestLabelCount;
}

/** Words, or whole numbers close together. */
function isClasses({ isWords, column, whole, high, low, infinite }: ColumnProfile): boolean {
  return isWords || (column.cells === 'numbers' && infinite === 0 && whole && high - low < largestClassCount);
}

function classesOf(profile: ColumnProfile): NonNullable<SchemaColumn['classes']> {
  if (profile.isWords) {
    const names = sortedCategories(profile.words());
    const places = new Map(names.map((name, place) => [name, place]));
    const byCode = Int32Array.from(profile.column.words(), (word) => places.get(word) ?? -1);
    return { names, place: (code) => byCode[code] };
  }
  const numbers = [...profile.distinct].sort((a, b) => a - b);
  const places = new Map(numbers.map((number, place) => [number, place]));
  return { names: numbers.map(String), place: (number) => places.get(number) ?? -1 };
}

/** Does a column that nobody has decided about only describe the rows? */
function isId(
  { path }: TableRows,
  profile: ColumnProfile,
  classes: SchemaColumn['classes'],
  warnings: Sentence[],
): boolean {
  const { column, filled, whole, ascending, infinite } = profile;
  if (!classes) {
    // Row numbers and the like: whole numbers that only rise, under a name that says so or none at all.
    const counted = column.cells === 'numbers' && whole && ascending && infinite === 0 && filled > 2;
    return counted && (column.unnamed === true || idNames.test(column.name));
  }
  const distinct = classes.names.length;
  if (distinct === filled && distinct > 2) return true;
  if (distinct <= largestCategoryCount) return false;
  const params = { path, column: column.name, count: distinct, limit: largestCategoryCount };
  warnings.push({ code: 'data.table.manyValues', params });
  return true;
}

/** How a model sees a feature. @throws UserError where it cannot. */
function encodedOf(table: TableRows, profile: ColumnProfile, classes: SchemaColumn['classes']): EncodedColumn {
  const { path } = table;
  const { name, column, missing, moments } = profile;
  if (classes) {
    const { names } = classes;
    if (names.length > largestClassCount) {
      const params = { path, column: name, count: names.length, limit: largestClassCount };
      throw new UserError('data.table.tooManyValues', params);
    }
    return { name, type: 'category', categories: missing > 0 ? [...names, missingCategory] : names };
  }
  checkFinite(table, profile);
  const unit = dateUnit(column.cells);
  return { ...moments.column(name), ...(unit && { unit }) };
}

/** Are the cells what the model was trained on? @throws UserError. */
function checkCells(table: TableRows, profile: ColumnProfile, fitted: EncodedColumn): void {
  if (fitted.type === 'category') return;
  checkFinite(table, profile);
  const { column, filled, name } = profile;
  const isSame = !profile.isWords && (dateUnit(column.cells) === undefined) === (fitted.unit === undefined);
  if (!isSame && filled > 0) throw new UserError('data.encoding.cells', { path: table.path, column: name });
}

function checkFinite(table: TableRows, { infinite, firstInfinite, name }: ColumnProfile): void {
  if (infinite === 0) return;
  const { path } = table;
  const line = table.line(firstInfinite);
  if (line === undefined) throw new UserError('data.columns.infinite', { path, row: firstInfinite, column: name });
  throw new UserError('data.table.infinite', { path, line, column: name });
}

/** Without a label, the last feature of few categories is something to colour by; it stays a feature. */
function colouring(columns: readonly SchemaColumn[]): string | undefined {
  return columns.findLast(({ role, classes }) => role === 'feature' && classes && isFew(classes.names.length))?.name;
}

function dateWarning(path: string, features: readonly ColumnProfile[]): Sentence[] {
  const dates = features.filter(({ column }) => dateUnit(column.cells));
  if (dates.length === 0) return [];
  return [{ code: 'data.table.dates', params: { path, count: dates.length, column: dates[0].name } }];
}

/** @param incomplete Columns that lack values, at least one. */
export function missingWarning(table: TableRows, incomplete: readonly ColumnProfile[]): Sentence {
  const { path } = table;
  const { name, firstMissing } = incomplete.reduce((a, b) => (b.firstMissing < a.firstMissing ? b : a));
  const count = incomplete.reduce((total, { missing }) => total + missing, 0);
  const line = table.line(firstMissing);
  const said = { path, count, column: name };
  if (line === undefined) return { code: 'data.columns.missing', params: { ...said, row: firstMissing } };
  return { code: 'data.table.missing', params: { ...said, line } };
}
