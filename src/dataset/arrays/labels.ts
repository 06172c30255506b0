import type { ColumnInfo, ColumnValues } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import { withReader } from '../files/byte-reader';
import { sniff } from '../files/content';
import type { Member } from '../files/zip-member';
import { readNpyHead, readNpyWords, type WordsHead } from '../npy';
import type { Task } from '../task';
import { type ArrayHead, placeOf } from './array-head';
import { readArray } from './array-values';
import { readIdxHead } from './idx';

/** Whole numbers with more distinct values than this are amounts, not classes. */
export const largestClassCount = 1000;

/** Labels as numbers or as words, one per example. */
export type Labels = ArrayLike<number> | readonly string[];

/** Labels that were found, before they are read. */
export type LabelHead = ArrayHead | WordsHead;

/**
 * Opens a label file: IDX, .npy, or text with one label per line.
 * @throws UserError data.labels.shape when it holds anything else.
 */
export async function openLabels(path: string, task: Task): Promise<LabelHead> {
  const { content } = await sniff(path, task.signal);
  if (content === 'npy') return openNpyLabels(path, task);
  if (content === 'idx') return checkLabelShape(await readIdxHead(path, task.signal));
  if (content !== 'text') throw new UserError('data.labels.shape', { path });
  const text = (await withReader(path, task.signal, (reader) => reader.rest())).toString('utf8');
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\s+$/, '')
    .split(/\r?\n/)
    .map((line) => line.trim());
  return { count: lines.length, words: async () => lines };
}

/** Labels of a .npy file, or of an array of an .npz archive: numbers or strings, of rank 1 or [examples, 1]. */
export async function openNpyLabels(path: string, task: Task, member?: Member): Promise<LabelHead> {
  const words = await readNpyWords(path, task.signal, member);
  return words ?? checkLabelShape(await readNpyHead(path, task.signal, member));
}

export function checkLabelShape(head: ArrayHead): ArrayHead {
  if (!isLabelShape(head.shape)) throw new UserError('data.labels.shape', { path: placeOf(head) });
  return head;
}

export function countLabels(head: LabelHead): number {
  return 'words' in head ? head.count : head.shape[0];
}

export async function readLabels(head: LabelHead, { signal }: Task): Promise<Labels> {
  return 'words' in head ? head.words({ signal }) : (await readArray(head, { signal })).data;
}

export function isLabelShape(shape: readonly number[]): boolean {
  return shape.length === 1 || (shape.length === 2 && shape[1] === 1);
}

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
