import { imageKind } from './image-kind';

/** What libraries say of kinds of pictures that they do not read, or not at that size. */
const isOfKind = /unsupported|not supported|not implemented|exceed|timeout/i;

/**
 * What is wrong with an image that a library could not decode, the same each time: its threads share what they say of damage,
 * so that this may be about another image.
 */
export function damageOf(error: unknown, bytes: Buffer): string {
  if (isCutOff(bytes)) return 'cut off';
  const message = error instanceof Error ? error.message : String(error);
  const kind = message.split('\n').find((line) => isOfKind.test(line));
  return kind?.replace(/^Input (buffer|image) (contains )?/, '').trim() ?? 'damaged';
}

/** Does an image file end before what it holds does, by what it says of its parts? */
function isCutOff(bytes: Buffer): boolean {
  switch (imageKind(bytes)) {
    case 'png':
      return endsWithinChunk(bytes);
    case 'jpeg':
      return bytes.lastIndexOf('\xff\xd9', undefined, 'latin1') < 0;
    case 'webp':
      return bytes.length < 8 || bytes.readUInt32LE(4) + 8 > bytes.length;
    case 'gif':
      return bytes.lastIndexOf(0x3b) < bytes.length - 2;
    case 'tiff':
      return bytes.length < 8 || tableAt(bytes) + 2 > bytes.length;
    default:
      return false;
  }
}

/** Before the end of the last chunk, IEND. */
function endsWithinChunk(bytes: Buffer): boolean {
  let at = 8;
  while (at + 12 <= bytes.length) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    at += 12 + bytes.readUInt32BE(at);
    if (type === 'IEND') return at > bytes.length;
  }
  return true;
}

/** Where the first table of a TIFF file's fields lies: in many behind the pixels. */
function tableAt(bytes: Buffer): number {
  const isBig = bytes[0] === 0x4d;
  return isBig ? bytes.readUInt32BE(4) : bytes.readUInt32LE(4);
}
