import type sharpModule from 'sharp';
import type { CodedImage, ImageCodec, ImageFormat } from '../../measures/context';

/** sharp (libvips); null where this platform or package is without. */
export function imageCodec(): ImageCodec | null {
  try {
    return new SharpCodec(require('sharp'));
  } catch {
    return null;
  }
}

class SharpCodec implements ImageCodec {
  constructor(private readonly sharp: typeof sharpModule) {}

  takes([, , channels]: readonly number[]): boolean {
    return channels === 1 || channels === 3;
  }

  async code(
    pixels: Float32Array,
    [height, width, channels]: readonly number[],
    format: ImageFormat,
    quality: number,
  ): Promise<CodedImage> {
    const bytes = Uint8Array.from(pixels, (pixel) => Math.round(255 * Math.min(1, Math.max(0, pixel))));
    const raw = { width, height, channels: channels as 1 | 3 };
    const image = this.sharp(bytes, { raw }).toColourspace(channels === 1 ? 'b-w' : 'srgb');
    const file = await (format === 'jpeg' ? image.jpeg({ quality }) : image.webp({ quality })).toBuffer();
    const decoded = await this.sharp(file)
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .raw()
      .toBuffer();
    return {
      bytes: file.length,
      headers: format === 'jpeg' ? jpegHeaders(file) : webpHeaders,
      decoded: Float32Array.from(decoded, (byte) => byte / 255),
    };
  }
}

/** The head of a RIFF file, that of its one part, and of the frame: its tag, start code and size (RFC 9649, RFC 6386 section 9.1). */
const webpHeaders = 12 + 8 + 10;

const startOfScan = 0xda;
const endOfImage = 2;

/** Bytes of a file with one scan that are not its coefficients: tables for all, frame and scan headers, and the markers around them. */
function jpegHeaders(file: Buffer): number {
  // After the start of the image (ITU T.81, section B.1.1.4), each segment says how long it is.
  let at = 2;
  while (file[at + 1] !== startOfScan) at += 2 + file.readUInt16BE(at + 2);
  return at + 2 + file.readUInt16BE(at + 2) + endOfImage;
}
