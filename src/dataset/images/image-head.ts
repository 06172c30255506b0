import { contentOf } from '../files/content';

/** What the head of an image file tells without decoding it. */
export interface ImageHead {
  readonly width: number;
  readonly height: number;
  /** Stored without colour. An image stored in colour may still look grey. */
  readonly storedGrey: boolean;
}

/** Null where the head does not tell. */
export function parseImageHead(head: Buffer): ImageHead | null {
  const content = contentOf(head);
  return content === 'png' ? pngHead(head) : content === 'jpeg' ? jpegHead(head) : null;
}

/** The IHDR chunk comes first: width, height, depth, colour type (0 and 4 are grey). */
function pngHead(head: Buffer): ImageHead | null {
  if (head.length < 26) return null;
  return {
    width: head.readUInt32BE(16),
    height: head.readUInt32BE(20),
    storedGrey: head[25] === 0 || head[25] === 4,
  };
}

/** The frame header (SOF0 to SOF15 but for C4, C8, CC) tells height, width and the number of components. */
function jpegHead(head: Buffer): ImageHead | null {
  for (let at = 2; at + 10 <= head.length && head[at] === 0xff; at += 2 + head.readUInt16BE(at + 2)) {
    const marker = head[at + 1];
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) {
      return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7), storedGrey: head[at + 9] === 1 };
    }
  }
  return null;
}
