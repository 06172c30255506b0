import type { ColumnInfo, ColumnValues } from '../../protocol/data';

/** Whole numbers with more distinct values than this are amounts, not classes. */
export const largestClassCount = 1000;

/** Labels as numbers or as words, one per example. */
export type Labels = ArrayLike<number> | readonly string[];

/** A column of classes where the labels are words or few whole numbers, else of numbers. */
export function labelColumn(name: string, role: ColumnInfo['role'], labels: Labels): ColumnValues {
  if (isWords(labels)) {
    return labels.every(isAmount) ? labelColumn(name, role, labels.map(Number)) : classColumn(name, role, labels);
  }
  const values = Float32Array.from(labels);
  const distinct = new Set<number>();
  for (let i = 0; i < labels.length && distinct.size <= largestClassCount; i++) distinct.add(labels[i]);
  const classes = [...distinct].sort((a, b) => a - b);
  if (classes.length > largestClassCount || !classes.every(Number.isInteger))
    return { name, role, type: 'numeric', values };
  const codes = new Map(classes.map((value, code) => [value, code]));
  for (let i = 0; i < values.length; i++) values[i] = codes.get(labels[i])!;
  return { name, role, type: 'category', categories: classes.map(String), values };
}

/** A column of numbers that stand for no classes. */
export function amountColumn(name: string, role: ColumnInfo['role'], amounts: Labels): ColumnValues {
  return { name, role, type: 'numeric', values: Float32Array.from(amounts, Number) };
}

function isWords(labels: Labels): labels is readonly string[] {
  return typeof labels[0] === 'string';
}

/** A number that is no number of a class. */
function isAmount(label: string): boolean {
  return label !== '' && Number.isFinite(Number(label)) && !Number.isInteger(Number(label));
}

/** A column of classes by name. An empty name is a missing label. */
export function classColumn(name: string, role: ColumnInfo['role'], labels: readonly string[]): ColumnValues {
  const categories = sortedCategories(new Set(labels.filter((label) => label !== '')));
  const codes = new Map(categories.map((category, code) => [category, code]));
  return {
    name,
    role,
    type: 'category',
    categories,
    values: Float32Array.from(labels, (label) => codes.get(label) ?? Number.NaN),
  };
}

/** By number where all are numbers, else by code point: the same on every machine. */
export function sortedCategories(categories: Iterable<string>): string[] {
  const names = [...categories];
  const numeric = names.every((name) => name !== '' && Number.isFinite(Number(name)));
  return names.sort(numeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
