/** A decoded image as its file stores it: nothing scaled, no colour converted, row-major, channels interleaved. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. Alpha is not multiplied into the colours. */
  readonly channels: Channels;
  /** Bytes, or numbers of 16 bits where the file stores such. */
  readonly pixels: Uint8Array | Uint16Array;
  /** Pages or frames in the file, of which this is the first; absent where it has no other. */
  readonly frames?: number;
}

export type Channels = 1 | 2 | 3 | 4;

/** What the head of an image file tells of its picture, before anything is decoded. */
export interface PictureHead {
  readonly width: number;
  readonly height: number;
  readonly channels: Channels;
  readonly bits: 8 | 16;
  /** As those of the picture. */
  readonly frames?: number;
}

/** A picture for the eye and the model: bytes, grey or RGB, without alpha. */
export interface PlainPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

/** Why an image cannot be used, in words for a log or the end of a sentence. */
export class ImageFailure extends Error {}

export const largestFileBytes = 1 << 28;
/** What a header may claim; anything larger is refused before memory is taken for it. */
export const largestPixels = 1 << 26;

/** @throws ImageFailure for a picture of no pixels or of more than 64 megapixels. */
export function checkSize({ width, height }: { readonly width: number; readonly height: number }): void {
  if (width < 1 || height < 1) throw new ImageFailure('no pixels');
  if (width * height > largestPixels) throw new ImageFailure(`too large: ${width} × ${height} pixels`);
}

/** Which number of 16 bits is black, and how much more is white. */
export interface Depth {
  readonly offset: number;
  readonly scale: number;
}

const wholeDepth: Depth = { offset: 0, scale: 65535 };

/** The picture with its numbers brought to bytes, (v - offset) * 255 / scale, and what is transparent laid on white. */
export function plainPicture({ width, height, channels, pixels }: Picture, depth: Depth | null = null): PlainPicture {
  const bytes = pixels instanceof Uint16Array ? bytesOf(pixels, channels, depth ?? wholeDepth) : pixels;
  if (channels === 1 || channels === 3) return { width, height, channels, pixels: bytes };
  const colours = channels === 2 ? 1 : 3;
  return { width, height, channels: colours, pixels: onWhite(bytes, colours) };
}

function bytesOf(pixels: Uint16Array, channels: Channels, { offset, scale }: Depth): Uint8Array {
  // Rounds, and keeps what is darker than black or lighter than white within bytes.
  const bytes = new Uint8ClampedArray(pixels.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = ((pixels[i] - offset) * 255) / scale;
  const hasAlpha = channels % 2 === 0;
  for (let i = channels - 1; hasAlpha && i < bytes.length; i += channels) bytes[i] = pixels[i] / 257;
  return new Uint8Array(bytes.buffer);
}

/** c * a + 255 * (1 - a) for each colour, where a fully opaque pixel keeps its very bytes. */
function onWhite(pixels: Uint8Array, colours: 1 | 3): Uint8Array {
  const count = pixels.length / (colours + 1);
  const plain = new Uint8Array(count * colours);
  for (let i = 0, from = 0, to = 0; i < count; i++, from++) {
    const alpha = pixels[from + colours];
    for (let colour = 0; colour < colours; colour++, from++, to++) {
      plain[to] = alpha === 255 ? pixels[from] : Math.round((pixels[from] * alpha + 255 * (255 - alpha)) / 255);
    }
  }
  return plain;
}

/** Has no colour, however it is stored. */
export function isGrey({ channels, pixels }: PlainPicture): boolean {
  for (let i = 0; channels === 3 && i < pixels.length; i += 3) {
    if (pixels[i] !== pixels[i + 1] || pixels[i] !== pixels[i + 2]) return false;
  }
  return true;
}
