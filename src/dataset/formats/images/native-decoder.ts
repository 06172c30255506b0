import type sharpModule from 'sharp';
import type { Metadata } from 'sharp';
import { type Channels, checkSize, ImageFailure, largestPixels, type Picture, type PictureHead } from './picture';
import { ifSeveral } from './several-frames';

type Sharp = typeof sharpModule;

/** What of an image may keep the library busy, at the very most. */
const patienceSeconds = 60;

let library: NativeDecoder | null | undefined;

/** sharp (libvips), loaded when the first image asks for it; null where this platform or package is without. */
export function nativeDecoder(): NativeDecoder | null {
  if (library === undefined) {
    try {
      library = new NativeDecoder(require('sharp'));
    } catch {
      library = null;
    }
  }
  return library;
}

/** Decodes PNG, JPEG, WebP, TIFF and GIF (first page or frame), to the very values that the file stores. */
export class NativeDecoder {
  readonly version: string;

  constructor(private readonly sharp: Sharp) {
    this.version = `libvips ${sharp.versions.vips}`;
    // Images are decoded side by side, each in one thread, and none is asked for twice.
    sharp.concurrency(1);
    sharp.cache(false);
  }

  /** @throws ImageFailure for a kind that is not read, and what the library has where the head is damaged. */
  async head(bytes: Buffer): Promise<PictureHead> {
    return headOf(await this.metadata(bytes));
  }

  /**
   * @param frames Those that are wanted, one above the other; without it the first.
   * @throws ImageFailure when it is too large or of a kind that is not read, and what the library has where it is damaged.
   */
  async decode(bytes: Buffer, frames: { readonly page?: number; readonly pages?: number } = {}): Promise<Picture> {
    const metadata = await this.metadata(bytes, frames);
    const { bits, channels, frames: all = 1 } = headOf(metadata);
    const beside = frames.pages === undefined ? ifSeveral(all) : {};
    // What is several pictures cannot be turned as one.
    const autoOrient = (frames.pages ?? 1) === 1;
    const options = { ...this.options(metadata), autoOrient, ...frames, ignoreIcc: true };
    const image = this.sharp(bytes, options).timeout({ seconds: patienceSeconds });
    if (metadata.space === 'cmyk') image.pipelineColourspace('cmyk').toColourspace('cmyk');
    // Grey of 8 bits would lose its alpha on the way out.
    else image.toColourspace(metadata.space === 'b-w' && channels === 2 ? 'srgb' : metadata.space);
    const { data, info } = await image
      .raw({ depth: bits === 16 ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const form = { width, height, channels, ...beside };
    if (metadata.space === 'cmyk') return { ...form, pixels: rgbFromCmyk(data, channels === 4) };
    if (info.channels === 4 && channels === 2) return { ...form, pixels: firstAndLast(data) };
    if (info.channels !== channels) throw new ImageFailure(`${info.channels} channels instead of ${channels}`);
    return { ...form, pixels: bits === 16 ? wide(data) : data };
  }

  /** How many pages or frames a file has, and whether they are those of an animation, all alike. @throws ImageFailure. */
  async frames(
    bytes: Buffer,
  ): Promise<{ readonly frames: number; readonly areAlike: boolean; readonly pixels: number }> {
    const { pages = 1, format, width, height } = await this.metadata(bytes);
    return { frames: pages, areAlike: format !== 'tiff', pixels: width * height };
  }

  /** Some frames from `first` on, of the same size. @throws ImageFailure as `decode`. */
  async decodeFrames(bytes: Buffer, first: number, count: number): Promise<readonly Picture[]> {
    const stacked = await this.decode(bytes, { page: first, pages: count });
    const { width, channels } = stacked;
    const height = stacked.height / count;
    const size = width * height * channels;
    return Array.from({ length: count }, (_, i) => ({
      width,
      height,
      channels,
      pixels: stacked.pixels.subarray(i * size, (i + 1) * size),
    }));
  }

  private async metadata(bytes: Buffer, frames: { readonly page?: number } = {}): Promise<Metadata> {
    const options = { ...this.options(), page: frames.page ?? 0 };
    const metadata = await this.sharp(bytes, options).metadata();
    checkSize(metadata.autoOrient);
    return metadata;
  }

  /** TIFF files of microscopes and maps are full of tags that its library warns of. */
  private options(metadata?: Metadata) {
    const failOn = metadata?.format === 'tiff' ? 'error' : 'warning';
    return { autoOrient: true, limitInputPixels: largestPixels, failOn } as const;
  }
}

/** Ways to store colours whose numbers are the picture's, by libvips' names. */
const spaces: Readonly<Record<string, 1 | 3>> = { 'b-w': 1, grey16: 1, srgb: 3, rgb16: 3, cmyk: 3 };

function headOf({ space, depth, channels, hasAlpha, autoOrient, pages = 1 }: Metadata): PictureHead {
  if (depth !== 'uchar' && depth !== 'ushort') throw new ImageFailure(`pixels of type ${depth}`);
  const colours = Object.hasOwn(spaces, space) ? spaces[space] : undefined;
  const stored = space === 'cmyk' ? 4 : colours;
  if (colours === undefined || channels !== stored! + (hasAlpha ? 1 : 0) || (space === 'cmyk' && depth === 'ushort')) {
    throw new ImageFailure(`${channels} channels of colour space ${space}`);
  }
  const own = (colours + (hasAlpha ? 1 : 0)) as Channels;
  const { width, height } = autoOrient;
  return { width, height, channels: own, bits: depth === 'ushort' ? 16 : 8, ...ifSeveral(pages) };
}

/** Without colour profiles: (255 - c)(255 - k) / 255, as image libraries do where nobody asks for more. */
function rgbFromCmyk(data: Buffer, hasAlpha: boolean): Uint8Array {
  const stored = hasAlpha ? 5 : 4;
  const pixels = new Uint8Array((data.length / stored) * (stored - 1));
  for (let from = 0, to = 0; from < data.length; from += stored) {
    const white = 255 - data[from + 3];
    for (let ink = 0; ink < 3; ink++) pixels[to++] = white - Math.round((data[from + ink] * white) / 255);
    if (hasAlpha) pixels[to++] = data[from + 4];
  }
  return pixels;
}

/** Grey and alpha of RGB and alpha. */
function firstAndLast(data: Buffer): Uint8Array {
  const pixels = new Uint8Array(data.length / 2);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    pixels[to++] = data[from];
    pixels[to++] = data[from + 3];
  }
  return pixels;
}

function wide(data: Buffer): Uint16Array {
  const aligned = data.byteOffset % 2 === 0 ? data : Buffer.from(data);
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.length / 2);
}
