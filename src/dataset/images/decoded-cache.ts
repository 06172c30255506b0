import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { product } from '../arrays/elements';
import type { ImageShape } from '../encoding/pixels';
import { cacheFolder } from '../files/cache-folder';
import type { FileState } from './decode';

/** What became of an image file: the size it had, or why it could not be read. */
export type Outcome = { readonly width: number; readonly height: number } | { readonly reason: string };

/** An outcome, and the state of the file that it is true of. */
export type CachedFile = FileState & Outcome;

/** An image in the cache, and where its pixels begin. */
type PlacedFile = CachedFile & { readonly start: number };

const magic = 'LLIMAGE1';
const footerBytes = 16;
const pieceBytes = 1 << 22;
const ending = '.images';
/** The pixels of one data set, and of all that are kept; the longest unused are removed first. */
const largestEntryBytes = 2 ** 31;
const largestFolderBytes = 2 ** 32;
const forgottenAfterMs = 86_400_000;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const FileIndex = v.array(
  v.union([
    v.tuple([v.string(), v.number(), count, count, count]),
    v.tuple([v.string(), v.number(), count, v.string()]),
  ]),
);

/**
 * The decoded pixels of an earlier load. They are kept in the user's cache folder, one file for a data set and shape: the
 * pixels of every image that could be read, in order; an index as JSON; its length and a magic word. An image is taken
 * from it while its file has the same time of change and length. Deleting any of it costs time only.
 */
export class DecodedCache {
  private constructor(
    private readonly file: FileHandle,
    private readonly files: ReadonlyMap<string, PlacedFile>,
  ) {}

  /** Null where there is none, or none that holds together. */
  static async open(key: CacheKey): Promise<DecodedCache | null> {
    const path = pathOf(key);
    let file: FileHandle | undefined;
    try {
      file = await open(path, 'r');
      const files = await readIndex(file, product(key.shape));
      if (files) {
        await utimes(path, new Date(), new Date()).catch(() => {});
        return new DecodedCache(file, files);
      }
    } catch {
      // Whatever is wrong with it, the images themselves are there.
    }
    await file?.close();
    return null;
  }

  /**
   * What is known of files in these states; undefined where nothing is. The pixels of the i-th are laid where the i-th
   * image of `values` lies.
   */
  async take(
    names: readonly string[],
    states: readonly FileState[],
    values: Uint8Array,
  ): Promise<readonly (CachedFile | undefined)[]> {
    const size = values.length / names.length;
    const known = names.map((name, i) => this.find(name, states[i]));
    for (let i = 0, end = 1; i < known.length; i = end, end = i + 1) {
      const first = known[i];
      if (!first || 'reason' in first) continue;
      // Images that lie together are read at once.
      for (; end - i < Math.max(1, pieceBytes / size); end++) {
        const next = known[end];
        if (!next || 'reason' in next || next.start !== first.start + (end - i) * size) break;
      }
      const target = values.subarray(i * size, end * size);
      const { bytesRead } = await this.file.read(target, 0, target.length, first.start);
      if (bytesRead < target.length) known.fill(undefined, i, end);
    }
    return known;
  }

  private find(name: string, { modified, bytes }: FileState): PlacedFile | undefined {
    const known = this.files.get(name);
    return known && known.modified === modified && known.bytes === bytes ? known : undefined;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

/** What decoded pixels depend on, besides the files. */
export interface CacheKey {
  /** The folder or table that names the images. */
  readonly source: string;
  readonly shape: ImageShape;
  /** What decodes: two libraries may round differently. */
  readonly decoder: string;
}

/**
 * Keeps the pixels of the files that could be read, one after the other in `values`. What goes wrong is nobody's concern:
 * the cache is then not written.
 */
export async function writeDecodedCache(
  key: CacheKey,
  files: ReadonlyMap<string, CachedFile>,
  values: Uint8Array,
): Promise<void> {
  if (values.length > largestEntryBytes) return;
  const path = pathOf(key);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    const file = await open(temporary, 'w', 0o600);
    try {
      for (let at = 0; at < values.length; at += pieceBytes) await file.write(values.subarray(at, at + pieceBytes));
      const index = Buffer.from(JSON.stringify([...files].map(indexEntry)));
      const footer = Buffer.alloc(footerBytes, magic, 'latin1');
      footer.writeBigUInt64LE(BigInt(index.length));
      await file.write(Buffer.concat([index, footer]));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await prune();
  } catch {
    await rm(temporary, { force: true }).catch(() => {});
  }
}

function indexEntry([name, outcome]: [string, CachedFile]): v.InferOutput<typeof FileIndex>[number] {
  const { modified, bytes } = outcome;
  return 'reason' in outcome
    ? [name, modified, bytes, outcome.reason]
    : [name, modified, bytes, outcome.width, outcome.height];
}

async function readIndex(file: FileHandle, recordBytes: number): Promise<ReadonlyMap<string, PlacedFile> | null> {
  const { size } = await file.stat();
  const read = async (start: number, length: number) => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  };
  if (size < footerBytes) return null;
  const footer = await read(size - footerBytes, footerBytes);
  const length = Number(footer.readBigUInt64LE());
  if (footer.toString('latin1', 8) !== magic || length > size - footerBytes) return null;
  const index = v.parse(FileIndex, JSON.parse((await read(size - footerBytes - length, length)).toString('utf8')));
  let start = 0;
  const files = new Map<string, PlacedFile>();
  for (const [name, modified, bytes, ...outcome] of index) {
    const state = { modified, bytes, start };
    const [first, height] = outcome;
    if (typeof first === 'string' || height === undefined) files.set(name, { ...state, reason: String(first) });
    else {
      files.set(name, { ...state, width: first, height });
      start += recordBytes;
    }
  }
  return start + length + footerBytes === size ? files : null;
}

function folderPath(): string {
  return join(cacheFolder(), 'images');
}

function pathOf({ source, shape, decoder }: CacheKey): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([magic, source, shape, decoder]))
    .digest('hex');
  return join(folderPath(), `${hash.slice(0, 32)}${ending}`);
}

/** Removes what was used the longest ago until the rest is within bounds, and what writers left behind that were ended. */
async function prune(): Promise<void> {
  const folder = folderPath();
  const found = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name);
      const status = await stat(path).catch(() => null);
      return { path, bytes: status?.size ?? 0, used: status?.mtimeMs ?? 0 };
    }),
  );
  found.sort((a, b) => b.used - a.used);
  let total = 0;
  for (const { path, bytes, used } of found) {
    const kept = path.endsWith(ending);
    if (kept) total += bytes;
    const forgotten = !kept && Date.now() - used > forgottenAfterMs;
    if (forgotten || (kept && total > largestFolderBytes)) await rm(path, { force: true });
  }
}
