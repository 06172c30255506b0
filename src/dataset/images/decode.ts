import { readFile, stat } from 'node:fs/promises';
import { decode as decodeJpegFile } from 'jpeg-js';
import { PNG } from 'pngjs';
import { contentOf } from '../files/content';

/** A decoded image: three bytes (RGB) a pixel, row-major. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

const largestFileBytes = 1 << 28;
const largestPixels = 1 << 26;

/** Why an image cannot be used, in words for a log or the end of a sentence. */
export class ImageFailure extends Error {}

/**
 * Decodes a PNG or JPEG image, told apart by content. What is transparent stands on white.
 * @throws ImageFailure when it is neither, is damaged, or would be larger than 64 megapixels.
 */
export async function decodeImage(path: string): Promise<Picture> {
  try {
    const status = await stat(path);
    if (!status.isFile()) throw new ImageFailure('not a file');
    if (status.size > largestFileBytes) throw new ImageFailure('too large');
    const bytes = await readFile(path);
    const content = contentOf(bytes.subarray(0, 4096));
    if (content === 'png') return decodePng(bytes);
    if (content === 'jpeg') return decodeJpeg(bytes);
    throw new ImageFailure(bytes.length === 0 ? 'empty file' : 'neither PNG nor JPEG');
  } catch (error) {
    if (error instanceof ImageFailure) throw error;
    throw new ImageFailure(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function decodePng(bytes: Buffer): Picture {
  // The header's size stands before anything is allocated for it.
  if (bytes.length < 24) throw new ImageFailure('cut off');
  if (bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > largestPixels) throw new ImageFailure('too large');
  const { width, height, data } = PNG.sync.read(bytes);
  return { width, height, pixels: onWhite(data, width * height) };
}

function decodeJpeg(bytes: Buffer): Picture {
  const { width, height, data } = decodeJpegFile(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    maxResolutionInMP: largestPixels / 1e6,
    maxMemoryUsageInMB: 1024,
  });
  if (width < 1 || height < 1) throw new ImageFailure('no pixels');
  return { width, height, pixels: data };
}

/** RGB from RGBA, laid on white: c * a + 255 * (1 - a). */
function onWhite(rgba: Uint8Array, count: number): Uint8Array {
  const pixels = new Uint8Array(count * 3);
  for (let i = 0; i < count; i++) {
    const alpha = rgba[4 * i + 3];
    for (let channel = 0; channel < 3; channel++) {
      const value = rgba[4 * i + channel];
      pixels[3 * i + channel] = alpha === 255 ? value : Math.round((value * alpha + 255 * (255 - alpha)) / 255);
    }
  }
  return pixels;
}

export function isGrey({ pixels }: Picture): boolean {
  for (let i = 0; i < pixels.length; i += 3) {
    if (pixels[i] !== pixels[i + 1] || pixels[i] !== pixels[i + 2]) return false;
  }
  return true;
}
