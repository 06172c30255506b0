import { UserError } from '../../protocol/errors';
import { withReader } from '../bytes/byte-reader';
import { textUnits, toByteText } from '../bytes/text-encoding';
import { isArrowStreamHead } from './arrow/stream-head';
import { isIdxMagic } from './idx/idx';
import { isBmp } from './images/bmp';
import { isSafetensorsHead } from './safetensors/safetensors-head';

/** Images by their first bytes. */
export type ImageContent = 'png' | 'jpeg' | 'webp' | 'tiff' | 'bmp' | 'gif';

/** What a file holds by its first bytes. `other` is named where it is a known kind. */
export type Content =
  | 'idx'
  | 'npy'
  | 'zip'
  | 'safetensors'
  | 'parquet'
  | 'arrow'
  | 'feather1'
  | 'hdf5'
  | 'matlab'
  | ImageContent
  | 'text'
  | 'other';

export interface Sniffed {
  readonly content: Content;
  /** The first bytes, decompressed. */
  readonly head: Buffer;
  /** By gzip. */
  readonly compressed: boolean;
}

/** As much of a file as is looked at. */
export const sniffedBytes = 1 << 16;

/** Tells by its first bytes what a file holds; its name has no say. @throws UserError when it cannot be read. */
export async function sniff(path: string, signal?: AbortSignal): Promise<Sniffed> {
  return withReader(path, signal, async (reader) => {
    const head = await reader.take(sniffedBytes);
    if (head.length === 0) throw new UserError('data.empty', { path });
    return { content: contentOf(head), head, compressed: reader.compressed };
  });
}

export function contentOf(head: Uint8Array): Content {
  if (startsWith(head, '\x93NUMPY')) return 'npy';
  if (startsWith(head, 'PK\x03\x04') || startsWith(head, 'PK\x05\x06')) return 'zip';
  if (startsWith(head, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(head, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(head, 'RIFF') && startsWith(head.subarray(8), 'WEBP')) return 'webp';
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((magic) => startsWith(head, magic))) return 'tiff';
  if (startsWith(head, 'GIF87a') || startsWith(head, 'GIF89a')) return 'gif';
  if (isBmp(head)) return 'bmp';
  if (startsWith(head, '\x89HDF\r\n\x1a\n') || startsWith(head, 'MATLAB 7.3 MAT-file')) return 'hdf5';
  if (startsWith(head, 'MATLAB 5.0 MAT-file')) return 'matlab';
  if (isSafetensorsHead(head)) return 'safetensors';
  if (isIdxMagic(head)) return 'idx';
  if (startsWith(head, 'PAR1') || startsWith(head, 'PARE')) return 'parquet';
  if (startsWith(head, 'ARROW1') || isArrowStreamHead(head)) return 'arrow';
  if (startsWith(head, 'FEA1')) return 'feather1';
  if (startsWith(head, '%PDF')) return 'other';
  const units = textUnits(head);
  return isText(units === 'bytes' ? head : toByteText(Buffer.from(head), units)) ? 'text' : 'other';
}

/** Control characters besides tab, line feed, form feed and carriage return do not occur in text. */
function isText(head: Uint8Array): boolean {
  return head.length > 0 && head.every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13) || byte === 0x1b);
}

function startsWith(head: Uint8Array, magic: string): boolean {
  if (head.length < magic.length) return false;
  for (let i = 0; i < magic.length; i++) if (head[i] !== magic.charCodeAt(i)) return false;
  return true;
}

/** The first bytes as a person reads them in a hex editor. */
export function hexOf(head: Uint8Array): string {
  return Array.from(head.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
