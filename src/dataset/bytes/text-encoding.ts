import type { ByteReader } from './byte-reader';

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

/** A text in UTF-8 (without its mark) of one in UTF-16; one in bytes as it is, but for the mark of UTF-8. */
export function toByteText(bytes: Buffer, units: TextUnits): Buffer {
  if (units === 'bytes') return bytes.subarray(markLength(bytes));
  return Buffer.from(withoutMark(new PairDecoder(units).decode(bytes)));
}

/** Control characters besides tab, line feed, form feed and carriage return do not occur in text. */
export function isText(head: Uint8Array): boolean {
  const units = textUnits(head);
  const text = units === 'bytes' ? head : toByteText(Buffer.from(head), units);
  return text.length > 0 && text.every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13) || byte === 0x1b);
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
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

/** Is all of it well-formed UTF-8? */
export function isUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      decoder.decode(bytes.subarray(at, at + pieceBytes), { stream: true });
    }
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** UTF-16 in pieces that may end anywhere. */
class PairDecoder {
  private rest = Buffer.alloc(0);

  constructor(private readonly units: Exclude<TextUnits, 'bytes'>) {}

  decode(piece: Uint8Array): string {
    const bytes = Buffer.concat([this.rest, piece]);
    let whole = bytes.length & ~1;
    const lead = whole - (this.units === 'utf-16le' ? 1 : 2);
    // The first half of a surrogate pair waits for the second.
    if (whole > 0 && (bytes[lead] & 0xfc) === 0xd8) whole -= 2;
    this.rest = Buffer.from(bytes.subarray(whole));
    const pairs = bytes.subarray(0, whole);
    return (this.units === 'utf-16be' ? pairs.swap16() : pairs).toString('utf16le');
  }

  /** What is left at the end: half a character. */
  end(): string {
    const half = this.rest.length > 0;
    this.rest = Buffer.alloc(0);
    return half ? '\uFFFD' : '';
  }
}

/** Reads a text in an encoding in which separators, quotes, digits and line ends are single bytes, as in ASCII. */
export class ByteTextReader {
  private pending: Buffer;
  private readonly decoder: PairDecoder | undefined;

  private constructor(
    private readonly reader: ByteReader,
    head: Buffer,
    readonly units: TextUnits,
  ) {
    this.decoder = units === 'bytes' ? undefined : new PairDecoder(units);
    this.pending = this.decoder ? Buffer.from(withoutMark(this.decoder.decode(head))) : head.subarray(markLength(head));
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
      const text = piece.length > 0 ? this.decoder.decode(piece) : this.decoder.end();
      this.pending = Buffer.from(text);
      filled += this.takePending(target.subarray(filled));
      if (piece.length === 0) break;
    }
    return filled;
  }

  private takePending(target: Uint8Array): number {
    const part = this.pending.subarray(0, target.length);
    target.set(part);
    this.pending = this.pending.subarray(part.length);
    return part.length;
  }
}
