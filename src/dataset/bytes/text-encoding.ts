import type { Sentence } from '../../protocol/errors';
import type { ByteReader } from './byte-reader';
import { type MultibyteEncoding, multibyteOf } from './multibyte';

type Decoder = InstanceType<typeof TextDecoder>;

/** How the bytes of a text are characters: by single bytes (UTF-8, Latin-1 and other relatives of ASCII), or by pairs. */
export type TextUnits = 'bytes' | 'utf-16le' | 'utf-16be';

/** Texts are decoded in pieces of so many bytes. */
const pieceBytes = 1 << 18;
/** As many bytes tell whether they are pairs. */
const lookedAt = 4096;
/** In a text of pairs without a mark, at least this share of the pairs has a zero byte, nearly all of them the same one. */
const zeroShare = 0.3;
/** One alone tells nothing. */
const fewestZeros = 2;
/** How many of them stand in the one place for each in the other. */
const oneSided = 8;

/** Tells the units of a text by its byte order mark, or else by where zero bytes stand. */
export function textUnits(head: Uint8Array): TextUnits {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const pairs = Math.min(head.length, lookedAt) >> 1;
  let firsts = 0;
  let seconds = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (head[2 * pair] === 0) firsts++;
    if (head[2 * pair + 1] === 0) seconds++;
  }
  const zeros = Math.max(fewestZeros, pairs * zeroShare);
  if (seconds >= zeros && seconds > oneSided * firsts) return 'utf-16le';
  if (firsts >= zeros && firsts > oneSided * seconds) return 'utf-16be';
  return 'bytes';
}

/** A text in UTF-8 (without its mark) of one in UTF-16, as far as it goes; one in bytes as it is, but for the mark of UTF-8. */
export function toByteText(bytes: Buffer, units: TextUnits): Buffer {
  if (units === 'bytes') return bytes.subarray(markLength(bytes));
  return Buffer.from(new TextDecoder(units).decode(bytes, { stream: true }));
}

/** Control characters besides tab, line feed, form feed and carriage return do not occur in text. */
export function isText(head: Uint8Array): boolean {
  const units = textUnits(head);
  const text = units === 'bytes' ? head : toByteText(Buffer.from(head), units);
  return text.length > 0 && text.every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13) || byte === 0x1b);
}

/** Bytes of the mark of UTF-8 at the start of a text. */
function markLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** What the bytes 0x80 to 0x9f are in Windows-1252, which is Latin-1 otherwise. */
const westernSigns = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** A text of one byte for each character, in the encoding that Western programs write where it is not UTF-8. */
export function decodeWestern(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\x80-\x9f]/g, (character) => westernSigns[character.charCodeAt(0) - 0x80]);
}

/** Is all of it well-formed UTF-8? @param isWhole Else a character may be cut through by the end. */
export function isUtf8(bytes: Uint8Array, isWhole = true): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      decoder.decode(bytes.subarray(at, at + pieceBytes), { stream: true });
    }
    if (isWhole) decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** How characters are written as bytes, by the names of the Encoding Standard, where these are no units of two bytes. */
export type ByteEncoding = 'utf-8' | 'windows-1252' | MultibyteEncoding;

/**
 * Tells the encoding of bytes: UTF-8 unless they are none, else one of East Asia that they look like. Every sequence of bytes is
 * text in Windows-1252, which is Latin-1 and a few characters more.
 */
export function byteEncodingOf(bytes: Uint8Array, isWhole = true): ByteEncoding {
  return isUtf8(bytes, isWhole) ? 'utf-8' : (multibyteOf(bytes) ?? 'windows-1252');
}

/** As people know them. */
const multibyteNames: Readonly<Record<string, string>> = {
  gb18030: 'GBK',
  big5: 'Big5',
  shift_jis: 'Shift JIS',
  'euc-kr': 'EUC-KR',
  'euc-jp': 'EUC-JP',
};

/** Says how a text was read that is not Unicode. */
export function encodingWarnings(path: string, encoding: string): Sentence[] {
  if (encoding === 'windows-1252') return [{ code: 'data.text.encoding', params: { path } }];
  const name = multibyteNames[encoding];
  return name === undefined ? [] : [{ code: 'data.text.multibyte', params: { path, encoding: name } }];
}

export function decodeBytes(bytes: Buffer, encoding: ByteEncoding): string {
  if (encoding === 'utf-8') return bytes.toString();
  return encoding === 'windows-1252' ? decodeWestern(bytes) : new TextDecoder(encoding).decode(bytes);
}

/** Reads a text in an encoding in which separators, quotes, digits and line ends are single bytes, as in ASCII. */
export class ByteTextReader {
  private pending: Buffer;
  private readonly decoder: Decoder | undefined;

  private constructor(
    private readonly reader: ByteReader,
    head: Buffer,
    readonly units: TextUnits,
  ) {
    this.decoder = units === 'bytes' ? undefined : new TextDecoder(units);
    this.pending = this.decoder ? this.decoded(head, this.decoder) : head.subarray(markLength(head));
  }

  static async open(reader: ByteReader): Promise<ByteTextReader> {
    const head = await reader.take(Math.min(lookedAt, reader.mostBytes));
    return new ByteTextReader(reader, head, textUnits(head));
  }

  /** Fills `target` with the next bytes of the text. Returns how many there were: fewer than asked for at its end. */
  async fill(target: Uint8Array): Promise<number> {
    let filled = this.takePending(target);
    if (!this.decoder) return filled + (await this.reader.fill(target.subarray(filled)));
    while (filled < target.length) {
      const piece = await this.reader.take(Math.min(pieceBytes, this.reader.mostBytes));
      this.pending = this.decoded(piece, this.decoder);
      filled += this.takePending(target.subarray(filled));
      if (piece.length === 0) break;
    }
    return filled;
  }

  /** At the end of the text, where there is no piece, half a character may be left. */
  private decoded(piece: Uint8Array, decoder: Decoder): Buffer {
    return Buffer.from(decoder.decode(piece, { stream: piece.length > 0 }));
  }

  private takePending(target: Uint8Array): number {
    const part = this.pending.subarray(0, target.length);
    target.set(part);
    this.pending = this.pending.subarray(part.length);
    return part.length;
  }
}
