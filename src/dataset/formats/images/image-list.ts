import { opendir, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { breathe } from '../../../task';
import { fileFailure } from '../../bytes/failure';
import { isPassedOver, kindOf } from '../../bytes/walk';
import type { ImagePlace } from './image-place';

const imageNames = new Set([
  '.png',
  '.jpg',
  '.jpeg',
  '.jpe',
  '.jfif',
  '.webp',
  '.tif',
  '.tiff',
  '.bmp',
  '.dib',
  '.gif',
  '.pgm',
  '.ppm',
  '.pbm',
  '.pnm',
  '.pam',
]);
const deepestFolder = 8;
const mostImages = 5_000_000;

/** The names under which parts of a data set are kept apart. */
const partNames = /^(train(ing)?|test(ing)?|val(id(ation)?)?|dev)$/i;

export function hasImageName(name: string): boolean {
  return imageNames.has(extname(name).toLowerCase());
}

/** Images that belong together. */
export interface ImageFiles {
  /** The folder, table or file that has them. */
  readonly source: string;
  readonly place: ImagePlace;
  /** Their names there. */
  readonly files: readonly string[];
}

export interface ImageList {
  /** Paths from the folder, in the order of their code points, the same on every machine. */
  readonly files: readonly string[];
  /** By file: the subfolder that labels it; null where there are not at least two. */
  readonly labels: readonly string[] | null;
  /** By file: train, test, …; null where the folder is not divided so. */
  readonly parts: readonly string[] | null;
}

/** Finds the images below a folder, by name; their content is looked at when they are decoded. */
export async function listImages(folder: string, signal?: AbortSignal): Promise<ImageList> {
  const files: string[] = [];
  await collect(folder, '', 0, new Set(), files, signal);
  files.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const folders = withoutCommonPrefix(files.map((file) => file.split(sep).slice(0, -1)));
  const divided = folders.length > 0 && folders.every(([first]) => first !== undefined && partNames.test(first));
  const parts = divided ? folders.map(([first]) => first) : null;
  const labels = folders.map((path) => path[divided ? 1 : 0] ?? '');
  return { files, labels: severalOf(labels), parts: parts && severalOf(parts) };
}

async function collect(
  root: string,
  below: string,
  depth: number,
  seen: Set<string>,
  files: string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const folder = join(root, below);
  await breathe(signal);
  try {
    const place = await realpath(folder);
    if (seen.has(place)) return;
    seen.add(place);
    for await (const entry of await opendir(folder)) {
      if (isPassedOver(entry.name) || files.length >= mostImages) continue;
      const path = join(below, entry.name);
      const kind = await kindOf(entry, folder);
      if (kind === 'file' && hasImageName(entry.name)) files.push(path);
      if (kind === 'folder' && depth < deepestFolder) await collect(root, path, depth + 1, seen, files, signal);
    }
  } catch (error) {
    if (depth === 0) throw fileFailure(error, folder);
    // A subfolder that may not be read is left out.
    if (!(error instanceof Error && 'syscall' in error)) throw error;
  }
}

function withoutCommonPrefix(paths: readonly string[][]): string[][] {
  let common = 0;
  while (paths.length > 0 && paths.every((path) => path.length > common && path[common] === paths[0][common])) common++;
  return paths.map((path) => path.slice(common));
}

function severalOf(names: readonly string[]): readonly string[] | null {
  return new Set(names).size > 1 ? names : null;
}
