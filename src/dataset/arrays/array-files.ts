import { readdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { DataConfig } from '../../protocol/config';
import type { ColumnValues } from '../../protocol/data';
import { type Sentence, UserError } from '../../protocol/errors';
import type { Encoding } from '../dataset';
import { fileFailure } from '../files/failure';
import { readZipDirectory, type ZipEntry } from '../files/zip-directory';
import { readNpyHead } from '../npy';
import type { Source } from '../source';
import type { Task } from '../task';
import type { ArrayHead } from './array-head';
import { arraySource, layoutOf } from './array-source';
import { labelNamesFor, readIdxHead } from './idx';
import { isLabelShape, type Labels, labelColumn, readLabels, readNpyLabels } from './labels';

interface ReadOptions {
  readonly config: DataConfig;
  readonly encoding?: Encoding;
  readonly task: Task;
}

interface FoundLabels {
  readonly columns: readonly ColumnValues[];
  readonly label?: string;
  readonly warnings: readonly Sentence[];
}

const noLabels: FoundLabels = { columns: [], warnings: [] };

/** Images of an IDX file, with the labels that lie beside them. */
export async function openIdx(path: string, { config, encoding, task }: ReadOptions): Promise<Source> {
  const head = await readIdxHead(path, task.signal);
  if (head.shape.length === 1) throw new UserError('data.idx.labels', { path, count: head.shape[0] });
  const labels = config.labels
    ? besides(path, config.labels)
    : await firstExisting(path, labelNamesFor(basename(path)));
  const found = labels ? asLabel(labels, await readLabels(labels, task), head) : noLabels;
  const description = { name: idxName(path), format: 'idx' as const, ...found };
  return arraySource(head, description, { limit: config.limit, encoding, task });
}

/** An array of a .npy file, with the labels that lie beside it under a name that says so. */
export async function openNpy(path: string, { config, encoding, task }: ReadOptions): Promise<Source> {
  const head = await readNpyHead(path, task.signal);
  let found = noLabels;
  if (config.labels) {
    const labels = besides(path, config.labels);
    found = asLabel(labels, await readLabels(labels, task), head);
  } else {
    const stem = basename(path).replace(/\.npy$/i, '');
    const beside = await firstExisting(
      path,
      labelArraysFor(stem).map((name) => `${name}.npy`),
    );
    if (beside) found = await optionalLabels(beside, head, () => readNpyLabels(beside, task));
  }
  const name = basename(path).replace(/\.npy$/i, '');
  return arraySource(head, { name, format: 'npy', ...found }, { limit: config.limit, encoding, task });
}

interface NamedHead {
  readonly name: string;
  readonly entry: ZipEntry;
  readonly head: ArrayHead | UserError;
}

/** One array of an .npz archive, with the labels among its other arrays. */
export async function openNpz(path: string, { config, encoding, task }: ReadOptions): Promise<Source> {
  const arrays = await readNpzHeads(path, task);
  const names = arrays.map(({ name }) => name).join(', ');
  const chosen = config.array ? arrays.find(({ name }) => name === config.array) : likeliest(arrays);
  if (!chosen) {
    if (config.array) throw new UserError('data.npz.noArray', { path, array: config.array, names });
    throw new UserError('data.npz.none', { path, names: names || '–' });
  }
  const { head } = chosen;
  if (head instanceof UserError) throw head;
  let found = noLabels;
  const inside = config.labels
    ? arrays.find(({ name }) => name === config.labels)
    : labelArraysFor(chosen.name)
        .map((label) => arrays.find(({ name }) => name.toLowerCase() === label.toLowerCase()))
        .find((array) => array !== undefined);
  if (config.labels) {
    const file = inside ? path : besides(path, config.labels);
    found = asLabel(file, inside ? await readNpyLabels(path, task, inside.entry) : await readLabels(file, task), head);
  } else if (inside) {
    found = await optionalLabels(inside.name, head, () => readNpyLabels(path, task, inside.entry));
  }
  const stem = basename(path).replace(/\.npz$/i, '');
  const plain = arrays.filter((array) => isDataArray(array)).length === 1;
  const name = plain ? stem : `${stem} ${chosen.name}`;
  return arraySource(head, { name, format: 'npz', ...found }, { limit: config.limit, encoding, task });
}

/** Does an archive hold images or vectors at all? */
export async function hasDataArray(path: string, task: Task): Promise<boolean> {
  return (await readNpzHeads(path, task)).some(isDataArray);
}

async function readNpzHeads(path: string, task: Task): Promise<NamedHead[]> {
  const entries = (await readZipDirectory(path)).filter(({ name }) => name.endsWith('.npy'));
  const arrays: NamedHead[] = [];
  for (const entry of entries) {
    const head = await readNpyHead(path, task.signal, entry).catch((error: unknown) => {
      if (error instanceof UserError && error.code !== 'process.cancelled') return error;
      throw error;
    });
    arrays.push({ name: entry.name.slice(0, -'.npy'.length), entry, head });
  }
  return arrays;
}

const usualNames = ['images', 'x_train', 'train_images', 'train_x', 'x', 'data', 'features', 'embeddings', 'arr_0'];

/** By its usual name, else the largest that is images or vectors. */
function likeliest(arrays: readonly NamedHead[]): NamedHead | undefined {
  const data = arrays.filter((array) => isDataArray(array));
  const named = usualNames
    .map((usual) => data.find(({ name }) => name.toLowerCase() === usual))
    .find((array) => array !== undefined);
  return named ?? data.sort((a, b) => b.entry.size - a.entry.size)[0];
}

function isDataArray({ head }: NamedHead): boolean {
  return !(head instanceof UserError) && layoutOf(head.shape) !== null && !isLabelShape(head.shape);
}

/** What the labels of an array are called by custom: x and y, images and labels, data and target. */
function labelArraysFor(name: string): string[] {
  const twins = [
    name.replace(/(^|_)x($|_)/i, '$1y$2'),
    name.replace(/(^|_)X($|_)/, '$1Y$2'),
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

/** Labels that a person has named: they must fit. */
function asLabel(path: string, labels: Labels, head: ArrayHead): FoundLabels {
  const [examples] = head.shape;
  if (labels.length !== examples) {
    throw new UserError('data.labels.count', { path: head.path, examples, labels: path, count: labels.length });
  }
  return { columns: [labelColumn('label', 'label', labels)], label: 'label', warnings: [] };
}

/** Labels that only lie there under a likely name: where they do not fit, they are left out, with a warning. */
async function optionalLabels(name: string, head: ArrayHead, read: () => Promise<Labels>): Promise<FoundLabels> {
  try {
    return asLabel(name, await read(), head);
  } catch (error) {
    if (!(error instanceof UserError) || error.code === 'process.cancelled') throw error;
    return { columns: [], warnings: [{ code: 'data.labels.leftOut', params: { path: head.path, labels: name } }] };
  }
}

function besides(path: string, other: string): string {
  return isAbsolute(other) ? other : join(dirname(path), other);
}

async function firstExisting(path: string, names: readonly string[]): Promise<string | undefined> {
  if (names.length === 0) return undefined;
  const folder = dirname(path);
  try {
    const present = new Map((await readdir(folder)).map((name) => [name.toLowerCase(), name]));
    const name = names.map((candidate) => present.get(candidate.toLowerCase())).find((found) => found !== undefined);
    return name === undefined || name === basename(path) ? undefined : join(folder, name);
  } catch (error) {
    throw fileFailure(error, folder);
  }
}

/** "mnist train" for mnist/train-images-idx3-ubyte.gz. */
function idxName(path: string): string {
  const part = basename(path).split(/[-_.]?images/i)[0];
  const plain = basename(path).replace(/\.gz$/i, '');
  return /images/i.test(plain) ? `${basename(dirname(path))} ${part}`.trim() : plain;
}
