import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { ifReadable, isRefusal } from '../../bytes/failure';
import type { Labels } from '../../examples/label-columns';
import { type ArrayHead, arrayBytes } from './array-head';
import { layoutOf } from './array-layout';
import { countLabels, isLabelShape, type LabelHead } from './labels';
import type { LabelOptions, LocatedLabels } from './located-labels';

/** One of several arrays in a file. */
export interface NamedArray {
  readonly name: string;
  /** About as many as it has. */
  readonly bytes: number;
  /** @throws UserError where it is damaged, or holds no numbers. */
  head(task: Task): Promise<ArrayHead>;
  /** @throws UserError where it holds no labels. */
  labels(task: Task): Promise<LabelHead>;
}

/** A file of several arrays. */
export interface Archive {
  readonly path: string;
  readonly arrays: readonly NamedArray[];
  /** The one that is meant where none is named. */
  readonly main?: string;
  /** What else is known of the examples of an array; without it there are only labels, found by custom. */
  describe?(chosen: ChosenArray, options: LabelOptions): Promise<Described>;
}

/** What describes the examples of an array, and its features. */
export interface Described {
  readonly labels: LocatedLabels;
  /** Of the labels; `label` where they have none. */
  readonly labelName?: string;
  /** What else there is to colour by. */
  readonly columns?: readonly DescribingColumn[];
  /** Names of the features; x1, x2, … where they have none. */
  readonly features?: (task: Task) => Promise<readonly string[] | null>;
}

/** A column of one value for each example. */
export interface DescribingColumn {
  readonly name: string;
  readonly role?: 'factor' | 'id';
  /** Its numbers are amounts, be they whole. */
  readonly areAmounts?: true;
  read(task: Task): Promise<Labels>;
}

export interface ChosenArray {
  readonly array: NamedArray;
  readonly head: ArrayHead;
}

const usualNames = ['images', 'x_train', 'train_images', 'train_x', 'x', 'data', 'features', 'embeddings', 'arr_0'];
const describingTypes = /^(str|bytes|StringDType|datetime64|timedelta64)$/;
const numberTypes = /^(complex|float|bfloat|void|F8|F6|F4|C64|int|uint)/;
/** Of an archive of more arrays, not all are looked at. */
const mostLookedAt = 100;

/**
 * The array of that name; else the likeliest to be learned from: by its usual name, else the largest, of images or
 * vectors.
 * @throws UserError data.archive.noArray, data.archive.none, or what is wrong with the only one.
 */
export function chooseArray(archive: Archive, name: string | undefined, task: Task): Promise<ChosenArray> {
  return name === undefined ? likeliest(archive, [isData], task) : named(archive, name, task);
}

/** As `chooseArray`, of any shape: those with a usual name, then images and vectors, then what there is. */
export function chooseAnyArray(archive: Archive, name: string | undefined, task: Task): Promise<ChosenArray> {
  const isUsual = (head: ArrayHead, array: NamedArray) => isUsualName(array) && head.shape.length > 1;
  return name === undefined ? likeliest(archive, [isUsual, isData, () => true], task) : named(archive, name, task);
}

async function named(archive: Archive, name: string, task: Task): Promise<ChosenArray> {
  const { path, arrays } = archive;
  const array = arrays.find((candidate) => candidate.name === name);
  if (!array) throw new UserError('data.archive.noArray', { path, array: name, names: namesOf(archive) });
  return { array, head: await array.head(task) };
}

/**
 * The first in order that meets the first of the conditions that any meets. Where the one that is meant cannot be read, no other
 * is taken in its place.
 */
async function likeliest(
  archive: Archive,
  conditions: readonly ((head: ArrayHead, array: NamedArray) => boolean)[],
  task: Task,
): Promise<ChosenArray> {
  if (archive.main !== undefined) return named(archive, archive.main, task);
  const readable: ChosenArray[] = [];
  let refusal: UserError | undefined;
  for (const array of inOrder(archive.arrays).slice(0, mostLookedAt)) {
    const head = await headOrFailure(array, task);
    if (!(head instanceof UserError)) readable.push({ array, head });
    else if (mayBeMeant(array, head) && !readable.some((better) => isData(better.head))) throw head;
    else refusal ??= head;
  }
  for (const meets of conditions) {
    const chosen = readable.find(({ array, head }) => meets(head, array));
    if (chosen) return chosen;
  }
  throw refusal ?? new UserError('data.archive.none', { path: archive.path, names: namesOf(archive) });
}

/** Words and objects describe others; numbers of a type that is not read, and what is damaged, may be what matters. */
function mayBeMeant(array: NamedArray, { code, params }: UserError): boolean {
  if (code === 'data.npy.void' || code === 'data.hdf5.filter') return true;
  if (code !== 'data.npy.type' && code !== 'data.array.type') return isUsualName(array);
  return !describingTypes.test(String(params.type)) && (isUsualName(array) || numberTypes.test(String(params.type)));
}

/** Does an archive hold images or vectors at all? */
export async function hasDataArray(archive: Archive, task: Task): Promise<boolean> {
  return (await ifReadable(chooseArray(archive, undefined, task))) !== null;
}

/** Is there no other array that could have been chosen? */
export async function isOnlyData(archive: Archive, chosen: NamedArray, task: Task): Promise<boolean> {
  if (archive.arrays.length > mostLookedAt) return false;
  for (const array of archive.arrays) {
    const head = array === chosen ? null : await ifReadable(array.head(task));
    if (head && isData(head)) return false;
  }
  return true;
}

/** The labels of an array among the others: by their usual name, else the only ones of its length. */
export async function labelsAmong(
  archive: Archive,
  { array, head }: ChosenArray,
  task: Task,
): Promise<NamedArray | null> {
  const { arrays } = archive;
  for (const usual of labelNames(array.name)) {
    const named = arrays.find(({ name }) => name.toLowerCase() === usual.toLowerCase());
    if (named && named !== array) return named;
  }
  const fitting: NamedArray[] = [];
  for (const other of arrays.length > mostLookedAt ? [] : arrays) {
    if (other === array) continue;
    const labels = await ifReadable(other.labels(task));
    if (labels && countLabels(labels) === head.shape[0]) fitting.push(other);
    const data = labels ? null : await ifReadable(other.head(task));
    // Of two arrays of the same length nobody knows to which the labels belong.
    if (data && isData(data) && data.shape[0] === head.shape[0]) return null;
  }
  return fitting.length === 1 ? fitting[0] : null;
}

/** What the labels of an array are called by custom, in its group first: x and y, images and labels, data and target. */
export function labelNames(path: string): string[] {
  const group = path.slice(0, path.lastIndexOf('/') + 1);
  const own = twinsOf(path.slice(group.length));
  return group === '' ? own : [...own.map((name) => group + name), ...own];
}

function twinsOf(name: string): string[] {
  const twins = [
    name.replace(/(^|_)x($|_)/i, '$1y$2'),
    name.replace(/images/i, 'labels'),
    name.replace(/data|features|embeddings/i, 'labels'),
    name.replace(/data|features|embeddings/i, 'target'),
    name.replace(/data|features|embeddings/i, 'targets'),
    `${name}_labels`,
    'labels',
    'label',
    'y',
    'target',
    'targets',
  ];
  return twins.filter((twin) => twin !== name);
}

/** By their usual names, then by size, the largest first. */
function inOrder(arrays: readonly NamedArray[]): NamedArray[] {
  const rank = (array: NamedArray) => {
    const usual = usualNames.indexOf(usualOf(array));
    return usual < 0 ? usualNames.length : usual;
  };
  return [...arrays].sort((a, b) => rank(a) - rank(b) || b.bytes - a.bytes);
}

function isUsualName(array: NamedArray): boolean {
  return usualNames.includes(usualOf(array));
}

/** What an array is called in its group. */
function usualOf({ name }: NamedArray): string {
  return name.slice(name.lastIndexOf('/') + 1).toLowerCase();
}

/** Images or vectors, and not labels: by the head. */
export function isData(head: ArrayHead): boolean {
  return layoutOf(head.shape) !== null && !isLabelShape(head.shape) && arrayBytes(head) > 0;
}

/** What is wrong with an array, where it cannot be read. */
export function headOrFailure(array: NamedArray, task: Task): Promise<ArrayHead | UserError> {
  return array.head(task).catch((error: unknown) => {
    if (isRefusal(error)) return error;
    throw error;
  });
}

function namesOf({ arrays }: Archive): string {
  const names = arrays.slice(0, 20).map(({ name }) => name);
  return names.length === 0 ? '–' : (arrays.length > names.length ? [...names, '…'] : names).join(', ');
}
