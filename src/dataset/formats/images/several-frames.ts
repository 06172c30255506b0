import type { Sentence } from '../../../protocol/errors';

/** What a head or a picture says of the pages or frames of its file: nothing where it has one. */
export function ifSeveral(frames: number): { readonly frames?: number } {
  return frames > 1 ? { frames } : {};
}

/** Says of images whose files have several pages or frames that only the first of each is used. */
export function framesWarning(
  path: string,
  images: Iterable<{ readonly image: string; readonly frames?: number }>,
): readonly Sentence[] {
  let count = 0;
  let first: { readonly image: string; readonly frames: number } | undefined;
  for (const { image, frames = 1 } of images) {
    if (frames < 2) continue;
    count++;
    first ??= { image, frames };
  }
  return first ? [{ code: 'data.images.frames', params: { path, count, ...first } }] : [];
}
