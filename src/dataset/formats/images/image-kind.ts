import { startsWith } from '../../bytes/head';
import { isBmp } from './bmp';
import { isPnm } from './pnm';

const magics = {
  png: ['\x89PNG\r\n\x1a\n'],
  jpeg: ['\xff\xd8\xff'],
  tiff: ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'],
  gif: ['GIF87a', 'GIF89a'],
} as const;

export type ImageKind = keyof typeof magics | 'webp' | 'bmp' | 'pnm';

/** What an image file is by its first bytes; null for any other file. */
export function imageKind(head: Uint8Array): ImageKind | null {
  for (const kind of ['png', 'jpeg', 'tiff', 'gif'] as const) {
    if (magics[kind].some((magic) => startsWith(head, magic))) return kind;
  }
  if (startsWith(head, 'RIFF') && startsWith(head.subarray(8), 'WEBP')) return 'webp';
  if (isBmp(head)) return 'bmp';
  return isPnm(head) ? 'pnm' : null;
}
