import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { random, toUnit } from '../../../src/random';
import { deadLeaves } from './dead-leaves';

export const photoEdge = 64;
const photoBytes = photoEdge * photoEdge * 3;

/** The image at a place of the endless sequence of one part, height x width x RGB. */
export type PhotoSource = (index: number, part: 'train' | 'held') => Uint8Array | Promise<Uint8Array>;

export interface Photos {
  /** count x 64 x 64 x 3 bytes. */
  take(count: number, part: 'train' | 'held'): Promise<Uint8Array>;
  /** What they are. */
  readonly note: string;
}

/** Sections of the pictures in the folder of LATENT_LENS_PHOTOS, or else drawn ones. */
export async function findPhotos(): Promise<Photos> {
  const folder = process.env.LATENT_LENS_PHOTOS;
  if (!folder) {
    const note =
      'There is no folder of photos in LATENT_LENS_PHOTOS: on drawn images that have the statistics of photos.';
    return photosOf(deadLeaves(photoEdge), note);
  }
  const pictures = existsSync(folder) ? await readPictures(folder) : [];
  if (pictures.length < 8) throw new Error(`LATENT_LENS_PHOTOS is ${folder}: name a folder with at least 8 pictures.`);
  const held = Math.ceil(pictures.length * 0.15);
  const parts = { held: pictures.slice(0, held), train: pictures.slice(held) };
  const note = `On sections of ${parts.train.length} pictures; what is held out is of ${held} others.`;
  return photosOf((index, part) => section(parts[part], index), note);
}

function photosOf(source: PhotoSource, note: string): Photos {
  return {
    note,
    async take(count, part) {
      const all = new Uint8Array(count * photoBytes);
      for (let i = 0; i < count; i++) all.set(await source(i, part), i * photoBytes);
      return all;
    },
  };
}

interface Picture {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Of this height, wherever they lie below the folder, in an order that hangs on their names alone. */
const pictureHeight = 512;

async function readPictures(folder: string): Promise<Picture[]> {
  const { default: sharp } = await import('sharp');
  const names = await readdir(folder, { recursive: true });
  const pictures: Picture[] = [];
  for (const name of names.filter((name) => /\.(jpe?g|png|webp|tiff?)$/i.test(name)).sort()) {
    const decoded = await sharp(join(folder, name))
      .rotate()
      .flatten()
      .toColourspace('srgb')
      .resize({ height: pictureHeight, withoutEnlargement: true })
      .raw()
      .toBuffer({ resolveWithObject: true })
      .catch(() => null);
    if (decoded?.info.channels !== 3 || Math.min(decoded.info.width, decoded.info.height) < photoEdge) continue;
    pictures.push({ data: decoded.data, width: decoded.info.width, height: decoded.info.height });
  }
  const next = random(7);
  return pictures
    .map((picture) => ({ picture, place: next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ picture }) => picture);
}

/** Smallest section, in pixels of a picture: half as much again as an example's. */
const smallestSection = 96;

/** A square of a random size at a random place, brought to the size of an example. */
async function section(pictures: readonly Picture[], index: number): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const { data, width, height } = pictures[index % pictures.length];
  const next = random(8, index);
  const most = Math.min(width, height);
  const least = Math.min(smallestSection, most);
  const edge = Math.round(least * (most / least) ** toUnit(next()));
  const left = Math.floor(toUnit(next()) * (width - edge + 1));
  const top = Math.floor(toUnit(next()) * (height - edge + 1));
  return sharp(data, { raw: { width, height, channels: 3 } })
    .extract({ left, top, width: edge, height: edge })
    .resize(photoEdge, photoEdge)
    .raw()
    .toBuffer();
}
