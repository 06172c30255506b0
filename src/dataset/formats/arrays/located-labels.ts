import { readdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { type Sentence, UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { fileFailure, isRefusal } from '../../bytes/failure';
import { labelNamesFor } from '../idx/idx';
import { type Archive, type ChosenArray, labelNames, labelsAmong } from './archive';
import { type ArrayHead, placeOf } from './array-head';
import { countLabels, type LabelHead, openLabels } from './labels';

/** The labels of an array, found but not read; those that only may be meant and do not fit are left out. */
export interface LocatedLabels {
  readonly head: LabelHead | null;
  readonly warnings: readonly Sentence[];
}

export interface LabelOptions {
  /** A label file, or an array of the archive, that a person has named: it must fit. */
  readonly labels?: string;
  readonly task: Task;
}

const none: LocatedLabels = { head: null, warnings: [] };

/**
 * Labels beside an IDX file of images, by the names that such files have.
 * @throws UserError data.labels.count, data.labels.shape, or what is wrong with the file.
 */
export async function labelsOfIdx(array: ArrayHead, { labels, task }: LabelOptions): Promise<LocatedLabels> {
  const { path } = array;
  const file = labels ? besides(path, labels) : await firstBeside(path, labelNamesFor(basename(path)));
  return file ? named(array, file, await openLabels(file, task)) : none;
}

/** Labels beside a .npy file, under a name that says so. @throws as `labelsOfIdx`, for labels that were named. */
export async function labelsOfNpy(array: ArrayHead, { labels, task }: LabelOptions): Promise<LocatedLabels> {
  const { path } = array;
  if (labels) return named(array, besides(path, labels), await openLabels(besides(path, labels), task));
  const stem = basename(path).replace(/\.npy$/i, '');
  const names = labelNames(stem).map((name) => `${name}.npy`);
  const file = await firstBeside(path, names);
  return file ? supposed(array, file, () => openLabels(file, task)) : none;
}

/** Labels among the other arrays of the file, or in another file. @throws as `labelsOfIdx`, for labels that were named. */
export async function labelsOfArchive(
  archive: Archive,
  chosen: ChosenArray,
  { labels, task }: LabelOptions,
): Promise<LocatedLabels> {
  const { path, arrays } = archive;
  const { head } = chosen;
  if (labels) {
    const inside = arrays.find(({ name }) => name === labels);
    if (inside) return named(head, `${path} (${labels})`, await inside.labels(task));
    return named(head, besides(path, labels), await openLabels(besides(path, labels), task));
  }
  const inside = await labelsAmong(archive, chosen, task);
  return inside ? supposed(head, inside.name, () => inside.labels(task)) : none;
}

function named(array: ArrayHead, place: string, labels: LabelHead): LocatedLabels {
  const [examples = 1] = array.shape;
  const count = countLabels(labels);
  if (count !== examples) {
    throw new UserError('data.labels.count', { path: placeOf(array), examples, labels: place, count });
  }
  return { head: labels, warnings: [] };
}

async function supposed(array: ArrayHead, place: string, open: () => Promise<LabelHead>): Promise<LocatedLabels> {
  try {
    return named(array, place, await open());
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const warning: Sentence =
      error.code === 'data.npy.type'
        ? { code: 'data.labels.type', params: { labels: place, type: error.params.type } }
        : { code: 'data.labels.leftOut', params: { path: array.path, labels: place } };
    return { head: null, warnings: [warning] };
  }
}

function besides(path: string, other: string): string {
  return isAbsolute(other) ? other : join(dirname(path), other);
}

async function firstBeside(path: string, names: readonly string[]): Promise<string | undefined> {
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
