import { opendir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DataSummary } from '../protocol/data';
import { UserError } from '../protocol/errors';
import { dataFileKind } from './data-file';
import { isPassedOver, kindOf } from './files/walk';
import { hasImageName } from './images/image-list';
import { openImages } from './images/image-source';
import { openFile } from './open-file';
import { breathe } from './task';

const deepestFolder = 6;
const mostFolders = 3000;
const mostFilesPerFolder = 200;
const mostFiles = 3000;
/** Fewer images are icons or screenshots. */
const fewestImages = 10;

/**
 * The data sets below folders, told by content: array files without their label files, tables with numbers, and
 * folders of images, each named once, at its top. What cannot be read is left out, as are hidden folders and packages.
 * @throws UserError process.cancelled.
 */
export async function discoverData(
  folders: readonly string[],
  limit: number,
  signal?: AbortSignal,
): Promise<DataSummary[]> {
  const walk = new Walk(signal);
  const places: Place[] = [];
  for (const folder of folders) {
    const { found, images } = await walk.visit(folder, 0);
    places.push(...found, ...imagePlaces(images));
  }
  places.sort(byPlace);
  const summaries: DataSummary[] = [];
  for (const { path, isFolder } of places) {
    if (summaries.length >= limit) break;
    const summary = await summarise(path, isFolder, signal);
    if (summary) summaries.push(summary);
  }
  return summaries;
}

/** By path; in one folder, the training data before the others. */
function byPlace({ path: a }: Place, { path: b }: Place): number {
  const training = (path: string) => (/train/i.test(basename(path)) ? 0 : 1);
  if (dirname(a) === dirname(b) && training(a) !== training(b)) return training(a) - training(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

async function summarise(path: string, isFolder: boolean, signal?: AbortSignal): Promise<DataSummary | null> {
  try {
    const options = { config: { source: path }, task: { signal } };
    return (await (isFolder ? openImages(path, options) : openFile(path, options))).summary;
  } catch (error) {
    if (error instanceof UserError && error.code !== 'process.cancelled') return null;
    throw error;
  }
}

interface Place {
  readonly path: string;
  readonly isFolder: boolean;
}

interface ImageFolder {
  readonly path: string;
  readonly count: number;
}

interface Survey {
  readonly found: readonly Place[];
  /** Where the folder holds nothing but images, also in subfolders: their top, unless its parent is the whole set. */
  readonly images: ImageFolder | null;
}

const nothing: Survey = { found: [], images: null };

function imagePlaces(images: ImageFolder | null): Place[] {
  return images && images.count >= fewestImages ? [{ path: images.path, isFolder: true }] : [];
}

/** One way through folders: none twice, and not without end. */
class Walk {
  private readonly seen = new Set<string>();
  private files = 0;

  constructor(private readonly signal: AbortSignal | undefined) {}

  async visit(folder: string, depth: number): Promise<Survey> {
    await breathe(this.signal);
    const listing = await this.list(folder);
    if (!listing) return nothing;
    const found: Place[] = [];
    for (const name of listing.files) {
      if (this.files++ >= mostFiles) break;
      const path = join(folder, name);
      if (await dataFileKind(path, this.signal)) found.push({ path, isFolder: false });
    }
    const below: ImageFolder[] = [];
    let pure = found.length === 0;
    for (const name of depth < deepestFolder ? listing.folders : []) {
      const survey = await this.visit(join(folder, name), depth + 1);
      found.push(...survey.found);
      if (survey.images) below.push(survey.images);
      else pure = false;
    }
    const count = below.reduce((total, images) => total + images.count, listing.images);
    if (pure && (listing.images > 0 || below.length > 1)) return { found, images: { path: folder, count } };
    if (pure && below.length === 1) return { found, images: below[0] };
    const own = listing.images > 0 ? { path: folder, count: listing.images } : null;
    return { found: [...found, ...imagePlaces(own), ...below.flatMap(imagePlaces)], images: null };
  }

  /** Null for what was seen already, cannot be read, or goes beyond the bounds. */
  private async list(folder: string): Promise<{ files: string[]; folders: string[]; images: number } | null> {
    try {
      const place = await realpath(folder);
      if (this.seen.has(place) || this.seen.size >= mostFolders) return null;
      this.seen.add(place);
      const files: string[] = [];
      const folders: string[] = [];
      let images = 0;
      for await (const entry of await opendir(folder)) {
        if (isPassedOver(entry.name)) continue;
        const kind = await kindOf(entry, folder);
        if (kind === 'folder') folders.push(entry.name);
        else if (kind === 'file' && hasImageName(entry.name)) images++;
        else if (kind === 'file' && files.length < mostFilesPerFolder) files.push(entry.name);
      }
      return { files: files.sort(), folders: folders.sort(), images };
    } catch (error) {
      if (error instanceof Error && 'syscall' in error) return null;
      throw error;
    }
  }
}
