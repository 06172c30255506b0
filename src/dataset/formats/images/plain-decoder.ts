import { inflateSync } from 'node:zlib';
import { decode as decodeJpegFile } from 'jpeg-js';
import { PNG } from 'pngjs';
import { parseJpegHead, parsePngHead } from './image-head';
import { orient } from './orientation';
import { type Channels, checkSize, ImageFailure, largestPixels, type Picture, type PictureHead } from './picture';

/** Decodes PNG in JavaScript, for platforms without the native library. @throws ImageFailure. */
export function decodePng(bytes: Buffer): Picture {
  const head = parsePngHead(bytes);
  if (!head) throw new ImageFailure('cut off');
  checkSize(head);
  checkInterlaced(bytes, head);
  const { width, height, data } = PNG.sync.read(bytes, { skipRescale: head.bits === 16 });
  const { channels, orientation } = head;
  return orient({ width, height, channels, pixels: ownChannels(data, channels) }, orientation);
}

/** pngjs bounds what it decompresses, except where a picture is interlaced. */
function checkInterlaced(bytes: Buffer, { width, height }: PictureHead): void {
  if (bytes[28] === 0) return;
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
    }
  }
  // Four channels of two bytes, and the filters of seven passes.
  inflateSync(Buffer.concat(parts), { maxOutputLength: (width * 8 + 7) * height + 64 });
}

/** pngjs gives four channels always, of 16 bits where the file has such. */
function ownChannels(rgba: Uint8Array | Uint16Array, channels: Channels): Uint8Array | Uint16Array {
  const length = (rgba.length / 4) * channels;
  const pixels = rgba instanceof Uint16Array ? new Uint16Array(length) : new Uint8Array(length);
  const colours = channels < 3 ? 1 : 3;
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    for (let channel = 0; channel < colours; channel++) pixels[to++] = rgba[from + channel];
    if (channels > colours) pixels[to++] = rgba[from + 3];
  }
  return pixels;
}

/** Decodes JPEG in JavaScript. @throws ImageFailure. */
export function decodeJpeg(bytes: Buffer): Picture {
  const head = parseJpegHead(bytes);
  if (!head) throw new ImageFailure('cut off');
  checkSize(head);
  const { width, height, data } = decodeJpegFile(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    maxResolutionInMP: largestPixels / 1e6,
    maxMemoryUsageInMB: 1024,
  });
  const picture: Picture =
    head.channels === 1 ? greyOf(width, height, data) : { width, height, channels: 3, pixels: data };
  return orient(picture, head.orientation);
}

function greyOf(width: number, height: number, rgb: Uint8Array): Picture {
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = rgb[3 * i];
  return { width, height, channels: 1, pixels };
}
