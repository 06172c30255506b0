import { availableParallelism } from 'node:os';
import { breathe, type Task } from '../../../task';
import { product } from '../../bytes/elements';
import { sideBySide } from '../../bytes/side-by-side';
import type { DecodedFile } from '../../store/row-index';
import type { EarlierLoad } from './earlier-load';
import type { ImageFiles } from './image-list';
import type { ImagePlace } from './image-place';
import type { ImageForm } from './image-sample';
import { ImageFailure, plainPicture } from './picture';
import { fitInto } from './resize';

const imagesPerBreath = 64;
/** The library decodes in threads of its own; more than these would only wait for each other and take memory. */
const lanes = Math.min(4, availableParallelism());
/** What opening a file costs, in pixels. */
const pixelsPerFile = 20_000;

/** Neighbouring images that have been decoded. */
export interface Stretch {
  /** What became of each file. */
  readonly outcomes: readonly DecodedFile[];
  /** Of those that could be read, one after the other, at the beginning of the room that was given for all. */
  readonly pixels: Uint8Array;
  /** Pixels that had to be decoded, and as many more for each file. */
  readonly cost: number;
}

/** How to decode. */
export interface Decoding {
  readonly form: ImageForm;
  readonly earlier: EarlierLoad | null;
  /** Images in a stretch, at most. */
  readonly longest: number;
  /** Memory for so many pictures; asked for when a stretch is begun and the one before is not needed any more. */
  room(count: number): Uint8Array;
}

/**
 * Decodes images and brings each to one shape, a stretch at a time and in order, several of a stretch side by side. What
 * an earlier load knows is not decoded again.
 * @throws UserError process.cancelled.
 */
export async function* decodeStretches(
  { place, files }: ImageFiles,
  { form, earlier, longest, room }: Decoding,
  task: Task,
): AsyncGenerator<Stretch, void, undefined> {
  const size = product(form.shape);
  let done = 0;
  try {
    for (let begin = 0; begin < files.length; begin += longest) {
      const end = Math.min(begin + longest, files.length);
      const pixels = room(end - begin);
      const known = (await earlier?.take(begin, end, pixels)) ?? [];
      const outcomes: DecodedFile[] = new Array(end - begin);
      let cost = 0;
      await sideBySide(end - begin, lanes, async (i) => {
        if (done++ % imagesPerBreath === 0) {
          await breathe(task.signal);
          task.onProgress?.(done / files.length);
        }
        const target = pixels.subarray(i * size, (i + 1) * size);
        outcomes[i] = known[i] ?? (await decodeInto(target, form, place, files[begin + i]));
        if (!known[i]) cost += pixelsPerFile + pixelCount(outcomes[i]);
      });
      yield { outcomes, pixels: withoutGaps(pixels, outcomes, size), cost };
    }
  } finally {
    await place.close();
  }
}

async function decodeInto(
  target: Uint8Array,
  { shape, depth }: ImageForm,
  place: ImagePlace,
  name: string,
): Promise<DecodedFile> {
  try {
    const { picture, modified, bytes } = await place.decode(name);
    fitInto(target, shape, plainPicture(picture, depth));
    const { width, height, frames = 1 } = picture;
    return { width, height, frames, modified, bytes };
  } catch (error) {
    if (error instanceof ImageFailure) return { reason: error.message, ...(await place.state(name)) };
    throw error;
  }
}

function pixelCount(outcome: DecodedFile): number {
  return 'reason' in outcome ? 0 : outcome.width * outcome.height;
}

/** Moves the pixels of what could be read together. */
function withoutGaps(pixels: Uint8Array, outcomes: readonly DecodedFile[], size: number): Uint8Array {
  let kept = 0;
  for (const [i, outcome] of outcomes.entries()) {
    if ('reason' in outcome) continue;
    if (kept < i) pixels.copyWithin(kept * size, i * size, (i + 1) * size);
    kept++;
  }
  return pixels.subarray(0, kept * size);
}
