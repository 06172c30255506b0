import type { DataConfig } from '../../../protocol/config';
import { UserError } from '../../../protocol/errors';
import { breathe, type Task } from '../../../task';
import type { ImageShape } from '../../examples/encoding/pixels';
import type { ImageFiles } from './image-list';
import type { ImagePlace } from './image-place';
import { ImageFailure, isGrey, plainPicture } from './picture';

const sampleSize = 24;
const defaultEdges = [28, 32, 64];
const largestLookedAt = 300_000;

/** What a look at some of the images tells. */
interface Sample {
  readonly grey: boolean;
  /** Edge of the largest, in pixels. */
  readonly largest: number;
}

/**
 * The shape to bring images to, from a look at some: grey where all of them are; as large as small images are, and 64
 * pixels for larger ones, unless the configuration says otherwise.
 * @throws UserError data.images.unreadable when none of them tells anything.
 */
export async function shapeFor(images: ImageFiles, config: DataConfig, task: Task): Promise<ImageShape> {
  const { grey, largest } = await sampleImages(images, task).finally(() => images.place.close());
  const { imageSize, colour } = config;
  const edge = imageSize ?? defaultEdges.find((candidate) => largest <= candidate) ?? defaultEdges[2];
  const channels = colour ? (colour === 'grey' ? 1 : 3) : grey ? 1 : 3;
  return [edge, edge, channels];
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
    else sample = { grey: (sample?.grey ?? true) && seen.grey, largest: Math.max(sample?.largest ?? 0, seen.largest) };
  }
  if (sample) return sample;
  throw new UserError('data.images.unreadable', { path: source, count: files.length, ...failure! });
}

/** By its head where that says it all; an image stored in colour is decoded to see whether it has any, unless large. */
async function lookAt(place: ImagePlace, name: string): Promise<Sample | string> {
  try {
    const { width, height, channels } = await place.head(name);
    const storedGrey = channels <= 2;
    const grey =
      storedGrey || (width * height <= largestLookedAt && isGrey(plainPicture((await place.decode(name)).picture)));
    return { grey, largest: Math.max(width, height) };
  } catch (error) {
    if (error instanceof ImageFailure) return error.message;
    throw error;
  }
}
