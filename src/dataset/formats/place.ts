import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../protocol/errors';
import { fileFailure, ifReadable } from '../bytes/failure';
import { isPassedOver, kindOf } from '../bytes/walk';
import { isBuiltin, openBuiltin } from './builtin/builtin-format';
import type { FormatFile } from './format';
import { imageFolder } from './images/image-format';
import { hasImageName, listImages } from './images/image-list';
import { isTraining, splitOf } from './parts/part-names';
import { isColumnarName, openParts, partSentence } from './parts/parts-format';
import { savedFiles, savedSplits } from './parts/saved-dataset';
import { openDataFile, openFile } from './registry';
import { saying } from './saying';
import type { StoredData, StoredOptions } from './stored-data';
import { isZarr, zarrFolder } from './zarr/zarr-format';

const mostFiles = 200;
/** Folders in folders that are parts of a data set. */
const deepestPart = 3;

/**
 * What a place holds: a file, told by content, a folder, or `builtin:NAME`.
 * @throws UserError data.folder.none, data.folder.several, data.folder.texts, or where it cannot be read.
 */
export async function openPlace(source: string, signal: AbortSignal | undefined): Promise<FormatFile> {
  if (isBuiltin(source)) return openBuiltin(source);
  const status = await stat(source).catch((error: unknown) => {
    throw fileFailure(error, source);
  });
  return status.isDirectory() ? openFolder(source, signal) : (await openFile(source, signal)).file;
}

/** Opens data to look at them or to convert them, as they are stored. @throws UserError data.*. */
export async function openStored(source: string, options: StoredOptions): Promise<StoredData> {
  return (await openPlace(source, options.task.signal)).stored(options);
}

/**
 * What a folder stands for: a Zarr store, the training images of MNIST-style files in it, else its images, else the one data
 * file in it, or the parts of one, else the images in its subfolders, else the data in those that are called `train` or `data`,
 * else the one text in it.
 */
async function openFolder(folder: string, signal: AbortSignal | undefined, depth = 0): Promise<FormatFile> {
  if (await isZarr(folder)) return zarrFolder(folder);
  const splits = await savedSplits(folder);
  if (splits && depth < deepestPart) return openPart(folder, splits, signal, depth);
  const names = await namesIn(folder, 'file');
  const files: { readonly name: string; readonly format: string; readonly file: FormatFile }[] = [];
  for (const name of names.filter((name) => !hasImageName(name)).filter(isLookedAt)) {
    const data = await openDataFile(join(folder, name), signal);
    if (data) files.push({ name, ...data });
  }
  const idx = files.filter(({ format }) => format === 'idx');
  const training = idx.find(({ name }) => /train/i.test(name)) ?? idx[0];
  if (training) return training.file;
  if (names.some(hasImageName)) return imageFolder(folder);
  const parts = openParts(folder, files, await savedFiles(folder));
  if (parts) return parts;
  if (files.length === 1) return files[0].file;
  if (files.length > 1) {
    const listed = files.slice(0, 5).map(({ name }) => name);
    const names = files.length > listed.length ? `${listed.join(', ')}, …` : listed.join(', ');
    throw new UserError('data.folder.several', { path: folder, count: files.length, names });
  }
  if ((await listImages(folder, signal)).files.length > 0) return imageFolder(folder);
  const below = await namesIn(folder, 'folder');
  const uses = below.filter((name) => splitOf(name) !== null);
  if (depth < deepestPart && uses.some((name) => isTraining({ split: splitOf(name) }))) {
    return openPart(folder, uses, signal, depth);
  }
  if (depth < deepestPart && below.includes('data')) return openFolder(join(folder, 'data'), signal, depth + 1);
  const text = await textIn(folder, names, signal);
  if (text) return text;
  throw new UserError('data.folder.none', { path: folder });
}

/** The only text in a folder; null where there is none. @throws UserError data.folder.texts where there are several. */
async function textIn(folder: string, names: readonly string[], signal: AbortSignal | undefined) {
  const texts: { readonly name: string; readonly file: FormatFile }[] = [];
  for (const name of names.filter(isTextName).slice(0, mostFiles)) {
    const opened = await ifReadable(openFile(join(folder, name), signal));
    if (opened?.format === 'text') texts.push({ name, file: opened.file });
  }
  if (texts.length < 2) return texts[0]?.file ?? null;
  const listed = texts.slice(0, 5).map(({ name }) => name);
  throw new UserError('data.folder.texts', { path: folder, count: texts.length, names: listed.join(', ') });
}

/** A text to learn from, and not one about the folder. */
function isTextName(name: string): boolean {
  return (
    /\.(txt|text)(\.gz)?$/i.test(name) && !/^(read_?me|licen[cs]e|copying|notice|changelog|requirements)\b/i.test(name)
  );
}

/** Of folders of different uses the one to train on, or else the first. */
async function openPart(
  folder: string,
  uses: readonly string[],
  signal: AbortSignal | undefined,
  depth: number,
): Promise<FormatFile> {
  const part = uses.find((name) => isTraining({ split: splitOf(name) })) ?? uses[0];
  const file = await openFolder(join(folder, part), signal, depth + 1);
  const others = uses.filter((name) => name !== part);
  return others.length > 0 ? saying(file, partSentence(folder, part, others)) : file;
}

/** Of many files only the first are looked at; parts of one data set by their names. */
function isLookedAt(name: string, index: number): boolean {
  return index < mostFiles || isColumnarName(name);
}

async function namesIn(folder: string, kind: 'file' | 'folder'): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names: string[] = [];
    for (const entry of entries) {
      if (!isPassedOver(entry.name) && (await kindOf(entry, folder)) === kind) names.push(entry.name);
    }
    return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  } catch (error) {
    throw fileFailure(error, folder);
  }
}
