import { readFile, stat } from 'node:fs/promises';
import { labelColumn } from '../../examples/label-columns';
import { keep, keptOf } from '../../examples/limit';
import type { ReadOptions, Source } from '../../examples/source';
import type { FileState } from '../../store/row-index';
import { readLabels } from '../arrays/labels';
import { openCollection } from './image-collection';
import { damageOf } from './image-damage';
import { openImageLabels } from './image-labels';
import type { ImagePlace } from './image-place';
import { nativeDecoder } from './native-decoder';
import { ImageFailure, largestFileBytes, largestPixels, type Picture } from './picture';
import { isPnm, PnmFrames } from './pnm';

/** What finds and decodes the pages or frames of a file. */
interface FrameDecoder {
  /** How many there are, whether all are of one size, and the pixels of the first. */
  frames(bytes: Buffer): Promise<{ readonly frames: number; readonly areAlike: boolean; readonly pixels: number }>;
  /** Some from `first` on; several at once only where all are of one size. @throws ImageFailure. */
  decodeFrames(bytes: Buffer, first: number, count: number): Promise<readonly Picture[]>;
}

/** A file of several pages (TIFF) or images (PNM), or of the frames of an animation (GIF, WebP), and what decodes them. */
export interface FrameFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly state: FileState;
  readonly frames: number;
  /** Frames that are decoded at a time: of an animation each needs those before it. */
  readonly together: number;
  readonly decoder: FrameDecoder;
}

/** Null where a file has one picture, or none that can be read. */
export async function openFrames(path: string): Promise<FrameFile | null> {
  const status = await stat(path).catch(() => null);
  if (!status?.isFile() || status.size > largestFileBytes) return null;
  const bytes = await readFile(path);
  const decoder: FrameDecoder | null = isPnm(bytes) ? new PnmFrames(bytes) : nativeDecoder();
  const layout = await decoder?.frames(bytes).catch(() => null);
  if (!decoder || !layout || layout.frames < 2) return null;
  const together = layout.areAlike ? Math.max(1, Math.floor(largestPixels / 4 / layout.pixels)) : 1;
  const state = { modified: status.mtimeMs, bytes: status.size };
  return { path, bytes, state, frames: layout.frames, together, decoder };
}

/**
 * The frames of a file as examples, with the labels of a label file where one is named.
 * @throws UserError data.images.*, data.labels.*, data.encoding.*.
 */
export async function frameSource(file: FrameFile, options: ReadOptions): Promise<Source> {
  const { path, frames } = file;
  const { config, task } = options;
  const labels =
    config.labels === undefined
      ? null
      : Array.from<string | number, string>(
          await readLabels(await openImageLabels(path, config.labels, frames, task), task),
          String,
        );
  const kept = keep(frames, config.limit, labels);
  const names = keptOf(frameNames(frames), kept);
  const used = labels && keptOf(labels, kept);
  return openCollection(
    {
      source: path,
      format: 'images',
      place: new Frames(file),
      files: names,
      label: used ? 'label' : undefined,
      describe: (chosen) =>
        used
          ? [
              labelColumn(
                'label',
                'label',
                chosen.map((i) => used[i]),
              ),
            ]
          : [],
      warnings: [],
    },
    options,
  );
}

/** How frames are called: by their number, from 0. */
export function frameNames(frames: number): string[] {
  return Array.from({ length: frames }, (_, i) => `[${i}]`);
}

/** The frames of one file, a few of which are held when one is asked for. */
export class Frames implements ImagePlace {
  private block: { readonly first: number; readonly pictures: Promise<readonly Picture[]> } | null = null;

  constructor(private readonly file: FrameFile) {}

  async state(): Promise<FileState> {
    return this.file.state;
  }

  async head(name: string) {
    const { picture, ...state } = await this.decode(name);
    const { width, height, channels, pixels } = picture;
    return { width, height, channels, bits: pixels instanceof Uint16Array ? (16 as const) : (8 as const), ...state };
  }

  async decode(name: string) {
    const { frames, together, state } = this.file;
    const frame = Number(name.slice(1, -1));
    const first = frame - (frame % together);
    if (this.block?.first !== first) {
      this.block = { first, pictures: this.decodeFrames(first, Math.min(together, frames - first)) };
    }
    // Where one is damaged, the others are there.
    const pictures = await this.block.pictures.catch(() => null);
    const picture = pictures ? pictures[frame - first] : (await this.decodeFrames(frame, 1))[0];
    if (!picture) throw new ImageFailure('missing');
    return { picture, ...state };
  }

  private async decodeFrames(first: number, count: number): Promise<readonly Picture[]> {
    const { bytes, decoder } = this.file;
    try {
      return await decoder.decodeFrames(bytes, first, count);
    } catch (error) {
      throw error instanceof ImageFailure ? error : new ImageFailure(damageOf(error, bytes), { cause: error });
    }
  }

  location() {
    return { path: this.file.path };
  }

  title(name: string): string {
    return `${this.file.path} ${name}`;
  }

  async close(): Promise<void> {
    this.block = null;
  }
}
