import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { FileState } from '../../store/row-index';
import { decodeBmp } from './bmp';
import { damageOf } from './image-damage';
import { parseImageHead } from './image-head';
import { type ImageKind, imageKind } from './image-kind';
import { type NativeDecoder, nativeDecoder } from './native-decoder';
import { checkSize, ImageFailure, largestFileBytes, type Picture, type PictureHead } from './picture';
import { decodeJpeg, decodePng } from './plain-decoder';
import { decodePnm } from './pnm';
import { ifSeveral } from './several-frames';

/** What nearly every image tells its size within, and what any does that is not decoded for it. */
const headBytes = [1 << 12, 1 << 18];

/**
 * Decodes a PNG, JPEG, WebP, TIFF, BMP, PNM or GIF image (first page or frame), told apart by content, the right way up. The
 * values are those of the file: nothing is scaled, no colour profile applied; CMYK alone is converted to RGB.
 * @throws ImageFailure when it is none of these, is damaged, or is larger than 64 megapixels or 256 MiB.
 */
export async function decodeImage(path: string): Promise<FileState & { readonly picture: Picture }> {
  return guarded(async () => {
    const { bytes, state } = await withFile(path, async (file) => {
      const state = await stateOf(file);
      return { bytes: await file.readFile(), state };
    });
    return { picture: await decodeBytes(bytes, nativeDecoder()), ...state };
  });
}

/** The same of a file in memory. Without the native library only PNG, JPEG, BMP and PNM can be read. */
export async function decodeBytes(bytes: Buffer, native: NativeDecoder | null): Promise<Picture> {
  const reasonOf = (error: unknown) => damageOf(error, bytes);
  return guarded(async () => {
    const kind = imageKind(bytes);
    const head = parseImageHead(bytes);
    if (head) checkSize(head);
    const picture = await decodeKind(kind, bytes, native);
    // Of an animated PNG no library tells it.
    return head?.frames ? { ...picture, frames: head.frames } : picture;
  }, reasonOf);
}

async function decodeKind(kind: ImageKind | null, bytes: Buffer, native: NativeDecoder | null): Promise<Picture> {
  switch (kind) {
    case 'bmp':
      return decodeBmp(bytes);
    case 'pnm':
      return decodePnm(bytes);
    case 'png':
      return native ? native.decode(bytes) : decodePng(bytes);
    case 'jpeg':
      return native ? native.decode(bytes) : decodeJpeg(bytes);
    case 'webp':
    case 'tiff':
    case 'gif':
      if (native) return native.decode(bytes);
      throw new ImageFailure(`${kind.toUpperCase()} cannot be read on this platform; convert it to PNG`);
    default:
      throw new ImageFailure(bytes.length === 0 ? 'empty file' : 'no image that can be read');
  }
}

/**
 * What the head of an image file tells, as `decodeImage` would find it.
 * @throws ImageFailure as `decodeImage`, where the head already shows it.
 */
export async function readImageHead(path: string): Promise<PictureHead & FileState> {
  return guarded(async () => {
    const { state, head, bytes } = await withFile(path, async (file) => {
      const state = await stateOf(file);
      for (const count of headBytes) {
        const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(count), 0, count, 0);
        const head = parseImageHead(buffer.subarray(0, bytesRead));
        if (head) return { state, head };
        if (bytesRead < count) break;
      }
      return { state, bytes: await file.readFile() };
    });
    if (head) checkSize(head);
    return { ...(head ?? (await headOfBytes(bytes))), ...state };
  });
}

/** The same of a file in memory. */
export async function headOfBytes(bytes: Buffer): Promise<PictureHead> {
  return guarded(async () => {
    const head = parseImageHead(bytes) ?? (await headOf(bytes));
    checkSize(head);
    return head;
  });
}

/** By the native library where the format's head is not read here; else by decoding it all. */
async function headOf(bytes: Buffer): Promise<PictureHead> {
  const native = nativeDecoder();
  const kind = imageKind(bytes);
  if (native && kind !== null && kind !== 'bmp' && kind !== 'pnm')
    return guarded(
      () => native.head(bytes),
      (error) => damageOf(error, bytes),
    );
  const { width, height, channels, pixels, frames = 1 } = await decodeBytes(bytes, native);
  return { width, height, channels, ...ifSeveral(frames), bits: pixels instanceof Uint16Array ? 16 : 8 };
}

/** Opens what is a file and no pipe or device, which might never answer. */
async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function stateOf(file: FileHandle): Promise<FileState> {
  const status = await file.stat();
  if (!status.isFile()) throw new ImageFailure('not a file');
  if (status.size > largestFileBytes) throw new ImageFailure('too large');
  return { modified: status.mtimeMs, bytes: status.size };
}

const systemReasons: Readonly<Record<string, string | undefined>> = {
  ENOENT: 'no such file',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
  ELOOP: 'a link in a circle',
};

/** Whatever goes wrong with an image is its failure. */
async function guarded<T>(work: () => Promise<T>, reasonOf = systemReason): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ImageFailure) throw error;
    throw new ImageFailure(reasonOf(error), { cause: error });
  }
}

function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const known = typeof code === 'string' ? systemReasons[code] : undefined;
  return known ?? (error instanceof Error ? error.message : String(error));
}
