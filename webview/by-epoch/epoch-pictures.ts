import { exampleAt, type Images } from '../images';
import { t } from '../l10n';
import type { PictureRow } from '../paths/strip-picture';
import type { EpochColumn, EpochRow } from './epoch-table';

/** Rows by epochs as they are taken away: a row of pictures for each, below a line of words. Of what is no image there are none. */
export function epochPictures(
  words: string,
  rows: readonly EpochRow[],
  columns: readonly EpochColumn[],
): readonly PictureRow[] {
  const made = columns.flatMap(({ examples }) => (examples.kind === 'images' ? [examples] : []));
  if (made.length === 0 || made.length < columns.length) return [];
  const epochs = columns.map(({ epoch }) => epoch).join(', ');
  return rows.map(({ original, at }, row) => {
    const first = original?.examples.kind === 'images' ? [imageAt(original.examples, original.at)] : [];
    const images = joined([...first, ...made.map((images) => imageAt(images, at))]);
    const line = original
      ? t('{0}: originals, and after epochs {1}', words, epochs)
      : t('{0}: after epochs {1}', words, epochs);
    return { images, begin: 0, count: images.count, ...(row === 0 && { words: line }) };
  });
}

const imageAt = (images: Images, at: number) => exampleAt(images, at) as Images;

function joined(images: readonly Images[]): Images {
  const size = images[0].pixels.length;
  const pixels = new Uint8Array(size * images.length);
  for (const [at, image] of images.entries()) pixels.set(image.pixels, at * size);
  return { ...images[0], count: images.length, pixels };
}
