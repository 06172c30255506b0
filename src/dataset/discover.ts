import { opendir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DataSummary } from '../protocol/data';
import { breathe } from '../task';
import { ifReadable } from './bytes/failure';
import { isPassedOver, kindOf } from './bytes/walk';
import { imageFolder } from './formats/images/image-format';
import { hasImageName } from './formats/images/image-list';
import { areParts } from './formats/parts/parts-format';
import { openPlace } from './formats/place';
import { openDataFile, openFile } from './formats/registry';
import { isZarr } from './formats/zarr/zarr-format';

/** Bounds against places that have no end; ordinary workspaces stay far within them. */
const deepestFolder = 40;
const mostFolders = 50_000;
const mostFilesPerFolder = 500;
/** Fewer images are icons or screenshots. */
const fewestImages = 10;
/** Less text is a note or a list of requirements; more is read from end to end only when it is asked for. */
const textBytes = { fewest: 4 << 10, most: 64 << 20 };

export interface Discovered {
  readonly found: readonly DataSummary[];
  /** Whether something was left out, for there is too much of it. */
  readonly incomplete: boolean;
}

/**
 * The data sets below folders, told by content: array files without their label files, tables with numbers, text files
 * by the name of text (`*.txt`), and folders of images, each named once, at its top. What cannot be read is left out, as
 * are hidden folders and packages. Those of one folder are found together, the training data first.
 * @param onFound Hears of each as it is found.
 * @throws UserError process.cancelled.
 */
export async function discoverData(
  folders: readonly string[],
  limit: number,
  signal?: AbortSignal,
  onFound: (summary: DataSummary) => void = () => undefined,
): Promise<Discovered> {
  const found: DataSummary[] = [];
  const walk = new Walk(signal, async (places) => {
    for (const place of [...places].sort(byPlace)) {
      if (found.length >= limit) return false;
      const summary = await summarise(place, signal);
      if (!summary) continue;
      found.push(summary);
      onFound(summary);
    }
    return true;
  });
  for (const folder of folders) {
    const images = await walk.visit(folder, 0);
    await walk.report(imagePlaces(images));
  }
  return { found, incomplete: walk.incomplete };
}

/** By path; in one folder, the training data before the others. */
function byPlace({ path: a }: Place, { path: b }: Place): number {
  const training = (path: string) => (/train/i.test(basename(path)) ? 0 : 1);
  if (dirname(a) === dirname(b) && training(a) !== training(b)) return training(a) - training(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

async function summarise({ path, holds }: Place, signal?: AbortSignal): Promise<DataSummary | null> {
  async function source() {
    const file = holds === 'images' ? imageFolder(path) : await openPlace(path, signal);
    return file.examples({ config: { source: path }, task: { signal } });
  }
  return (await ifReadable(source()))?.summary ?? null;
}

interface Place {
  readonly path: string;
  /** Of a folder its images, or the parts of one data set. */
  readonly holds: 'data' | 'images' | 'parts';
}

/** A folder that holds nothing but images, also in subfolders: their top, unless its parent is the whole set. */
interface ImageFolder {
  readonly path: string;
  readonly count: number;
}

function imagePlaces(images: ImageFolder | null): Place[] {
  return images && images.count >= fewestImages ? [{ path: images.path, holds: 'images' }] : [];
}

/** One way through folders: none twice, and not without end. */
class Walk {
  private readonly seen = new Set<string>();
  private isFull = false;
  incomplete = false;

  /** @param onPlaces Takes data sets; answers false where there is no room for more. */
  constructor(
    private readonly signal: AbortSignal | undefined,
    private readonly onPlaces: (places: readonly Place[]) => Promise<boolean>,
  ) {}

  async report(places: readonly Place[]): Promise<void> {
    if (places.length === 0) return;
    if (!this.isFull && (await this.onPlaces(places))) return;
    this.isFull = true;
    this.incomplete = true;
  }

  /** Answers the images of a folder that holds nothing else: what they are part of is the caller's to know. */
  async visit(folder: string, depth: number): Promise<ImageFolder | null> {
    await breathe(this.signal);
    const listing = this.isFull ? null : await this.list(folder, depth);
    if (!listing) return null;
    if (await isZarr(folder)) {
      await this.report([{ path: folder, holds: 'data' }]);
      return null;
    }
    const files: Place[] = [];
    for (const name of listing.files) {
      const path = join(folder, name);
      if (await this.isData(path)) files.push({ path, holds: 'data' });
    }
    const isOne = areParts(files.map(({ path }) => basename(path)));
    await this.report(isOne ? [{ path: folder, holds: 'parts' }] : files);
    const below: ImageFolder[] = [];
    let pure = files.length === 0;
    for (const name of listing.folders) {
      const images = await this.visit(join(folder, name), depth + 1);
      if (images) below.push(images);
      else pure = false;
    }
    const count = below.reduce((total, images) => total + images.count, listing.images);
    if (pure && (listing.images > 0 || below.length > 1)) return { path: folder, count };
    if (pure && below.length === 1) return below[0];
    const own = listing.images > 0 ? { path: folder, count: listing.images } : null;
    await this.report([...imagePlaces(own), ...below.flatMap(imagePlaces)]);
    return null;
  }

  private async isData(path: string): Promise<boolean> {
    if (await openDataFile(path, this.signal)) return true;
    if (!/\.txt$/i.test(path)) return false;
    const { size } = await stat(path).catch(() => ({ size: 0 }));
    if (size < textBytes.fewest || (await ifReadable(openFile(path, this.signal)))?.format !== 'text') return false;
    if (size <= textBytes.most) return true;
    this.incomplete = true;
    return false;
  }

  /** Null for what was seen already, cannot be read, or goes beyond the bounds. */
  private async list(
    folder: string,
    depth: number,
  ): Promise<{ files: string[]; folders: string[]; images: number } | null> {
    try {
      const place = await realpath(folder);
      if (this.seen.has(place)) return null;
      if (this.seen.size >= mostFolders || depth > deepestFolder) {
        this.incomplete = true;
        return null;
      }
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
        else if (kind === 'file') this.incomplete = true;
      }
      return { files: files.sort(), folders: folders.sort(), images };
    } catch (error) {
      if (error instanceof Error && 'syscall' in error) return null;
      throw error;
    }
  }
}
