import type { DataConfig } from '../../../protocol/config';
import { UserError } from '../../../protocol/errors';
import { breathe, type Task } from '../../../task';
import type { ImageShape } from '../../examples/encoding/pixels';
import type { ImageFiles } from './image-list';
import type { ImagePlace } from './image-place';
import { type Depth, ImageFailure, isGrey, type Picture, plainPicture } from './picture';

const sampleSize = 24;
const defaultEdges = [28, 32, 64];
const largestLookedAt = 300_000;
/** Larger pictures of 16 bits are taken to use them all. */
const largestMeasured = 1 << 24;
/** Pictures that use less than this share of 16 bits are brought to bytes by the range that they use. */
const smallShare = 0.25;

/** What a look at some of the images tells. */
interface Sample {
  readonly grey: boolean;
  /** Edge of the largest, in pixels. */
  readonly largest: number;
  /** Of the numbers in pictures of 16 bits; null where one has 8, or is too large to be measured. */
  readonly range: { readonly low: number; readonly high: number } | null;
}

/** What images are brought to: one shape, and those of 16 bits to bytes. */
export interface ImageForm {
  readonly shape: ImageShape;
  /** Null where black and white are those of the file. */
  readonly depth: Depth | null;
}

/**
 * The form to bring images to, from a look at some: grey where all of them are; as large as small images are, and 64
 * pixels for larger ones, unless the configuration says otherwise.
 * @throws UserError data.images.unreadable when none of them tells anything.
 */
export async function formFor(images: ImageFiles, config: DataConfig, task: Task): Promise<ImageForm> {
  const { grey, largest, range } = await sampleImages(images, task).finally(() => images.place.close());
  const { imageSize, colour } = config;
  const edge = imageSize ?? defaultEdges.find((candidate) => largest <= candidate) ?? defaultEdges[2];
  const channels = colour ? (colour === 'grey' ? 1 : 3) : grey ? 1 : 3;
  return { shape: [edge, edge, channels], depth: range && depthOf(range) };
}

/** Of a picture by itself; null for one of 8 bits, or of which black and white are those of the file. */
export function depthOfPicture(picture: Picture): Depth | null {
  return picture.pixels instanceof Uint16Array ? depthOf(rangeOf(picture)) : null;
}

function depthOf({ low, high }: NonNullable<Sample['range']>): Depth | null {
  const scale = high - low;
  return scale > 0 && scale < smallShare * 65535 ? { offset: low, scale } : null;
}

/** Looks at images spread over the list. */
async function sampleImages({ source, place, files }: ImageFiles, task: Task): Promise<Sample> {
  let sample: Sample | undefined;
  let failure: { readonly image: string; readonly reason: string } | undefined;
  const step = Math.max(1, files.length / sampleSize);
  for (let i = 0; Math.floor(i) < files.length; i += step) {
    await breathe(task.signal);
    const image = files[Math.floor(i)];
    const seen = await lookAt(place, image);
    if (typeof seen === 'string') failure ??= { image, reason: seen };
    else sample = sample ? both(sample, seen) : seen;
  }
  if (sample) return sample;
  throw new UserError('data.images.unreadable', { path: source, count: files.length, ...failure! });
}

function both(a: Sample, b: Sample): Sample {
  const range = a.range &&
    b.range && { low: Math.min(a.range.low, b.range.low), high: Math.max(a.range.high, b.range.high) };
  return { grey: a.grey && b.grey, largest: Math.max(a.largest, b.largest), range };
}

/** By its head where that says it all; an image stored in colour is decoded to see whether it has any, unless large. */
async function lookAt(place: ImagePlace, name: string): Promise<Sample | string> {
  try {
    const { width, height, channels, bits } = await place.head(name);
    const size = width * height;
    const isMeasured = bits === 16 && size <= largestMeasured;
    const isGreyStored = channels <= 2;
    const isDecoded = isMeasured || (!isGreyStored && size <= largestLookedAt);
    const picture = isDecoded ? (await place.decode(name)).picture : null;
    const grey = isGreyStored || (picture !== null && isGrey(plainPicture(picture)));
    return { grey, largest: Math.max(width, height), range: picture && isMeasured ? rangeOf(picture) : null };
  } catch (error) {
    if (error instanceof ImageFailure) return error.message;
    throw error;
  }
}

/** Of the numbers in a picture, alpha left out. */
function rangeOf({ pixels, channels }: Picture): { readonly low: number; readonly high: number } {
  const colours = channels < 3 ? 1 : 3;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < pixels.length; i++) {
    if (i % channels >= colours) continue;
    low = Math.min(low, pixels[i]);
    high = Math.max(high, pixels[i]);
  }
  return { low, high };
}
