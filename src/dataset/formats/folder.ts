import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../protocol/errors';
import type { Task } from '../../task';
import { fileFailure } from '../bytes/failure';
import { isPassedOver, kindOf } from '../bytes/walk';
import type { Encoding, WantedData } from '../examples/dataset';
import type { Source } from '../examples/source';
import { dataFileKind } from './data-file';
import { hasImageName, listImages } from './images/image-list';
import { openImages } from './images/image-source';
import { openFile } from './open-file';

const mostFiles = 200;

/** Opens the data set that a folder is. @throws UserError as `dataOfFolder`, or what is wrong with the data. */
export async function openFolder(
  folder: string,
  options: { readonly config: WantedData; readonly encoding?: Encoding; readonly task: Task },
): Promise<Source> {
  const file = await dataOfFolder(folder, options.task.signal);
  return file === null ? openImages(folder, options) : openFile(file, options);
}

/**
 * What a folder stands for: the training images of MNIST-style files in it, else its images, else the one data
 * file in it, else the images in its subfolders.
 * @returns the path of the data file, or null for the images in the folder.
 * @throws UserError data.folder.none or data.folder.several.
 */
export async function dataOfFolder(folder: string, signal: AbortSignal | undefined): Promise<string | null> {
  const names = await fileNames(folder);
  const files: { readonly path: string; readonly kind: string }[] = [];
  for (const name of names.filter((name) => !hasImageName(name)).slice(0, mostFiles)) {
    const path = join(folder, name);
    const kind = await dataFileKind(path, signal);
    if (kind) files.push({ path, kind });
  }
  const idx = files.filter(({ kind }) => kind === 'idx').map(({ path }) => path);
  const training = idx.find((path) => /train/i.test(basename(path))) ?? idx[0];
  if (training) return training;
  if (names.some(hasImageName)) return null;
  if (files.length === 1) return files[0].path;
  if (files.length > 1) {
    const listed = files.slice(0, 5).map(({ path }) => basename(path));
    const names = files.length > listed.length ? `${listed.join(', ')}, …` : listed.join(', ');
    throw new UserError('data.folder.several', { path: folder, count: files.length, names });
  }
  if ((await listImages(folder, signal)).files.length > 0) return null;
  throw new UserError('data.folder.none', { path: folder });
}

async function fileNames(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names: string[] = [];
    for (const entry of entries) {
      if (!isPassedOver(entry.name) && (await kindOf(entry, folder)) === 'file') names.push(entry.name);
    }
    return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  } catch (error) {
    throw fileFailure(error, folder);
  }
}
