import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import * as v from 'valibot';
import { breathe } from '../../task';

/** The state of a file by which what was made of it is known to be current. */
export interface FileState {
  readonly modified: number;
  readonly bytes: number;
}

/** What is known of an image that was read: its size, and how many pages or frames its file has. */
export interface Measured {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

/** What became of an image file: what it measured, or why it could not be read. */
export type Outcome = Measured | { readonly reason: string };

/** An outcome, and the state of the file that it is true of. */
export type DecodedFile = FileState & Outcome;

/** A file that the index knows, and which of the rows is that file's. */
export type KnownFile = FileState & ((Measured & { readonly place: number }) | { readonly reason: string });

/** What stands behind rows that are kept. */
export interface RowIndex {
  readonly files: ReadonlyMap<string, KnownFile>;
  readonly rows: number;
  /** Another one each time that such a file is written. */
  readonly mark: Buffer;
}

/** In the name of a file of kept rows, too: another format looks for other files. */
export const magic = 'LLIMAGE3';
const markBytes = 16;
const footerBytes = 8 + markBytes + magic.length;
const pieceBytes = 1 << 20;
const linesPerPiece = 4096;
/** No path is as long: a line that is longer is none of ours. */
const longestLine = 1 << 16;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Line = v.union([
  v.tuple([v.string(), v.number(), count, count, count, count]),
  v.tuple([v.string(), v.number(), count, v.string()]),
]);

/**
 * What follows the rows in a file: a line of JSON for each image file, in the order of the rows; the length of these lines in
 * bytes (uint64, little-endian), a mark and a magic word.
 */
export function* encodeIndex(names: readonly string[], files: readonly DecodedFile[]): Generator<Buffer> {
  let length = 0;
  for (let begin = 0; begin < files.length; begin += linesPerPiece) {
    const lines = files.slice(begin, begin + linesPerPiece).map((file, i) => `${line(names[begin + i], file)}\n`);
    const piece = Buffer.from(lines.join(''));
    length += piece.length;
    yield piece;
  }
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(length));
  yield Buffer.concat([size, randomBytes(markBytes), Buffer.from(magic, 'latin1')]);
}

function line(name: string, file: DecodedFile): string {
  const { modified, bytes } = file;
  const entry: v.InferOutput<typeof Line> =
    'reason' in file
      ? [name, modified, bytes, file.reason]
      : [name, modified, bytes, file.width, file.height, file.frames];
  return JSON.stringify(entry);
}

/** Null where the file is none of ours, or not whole. */
export async function readIndex(file: FileHandle, bytesPerRow: number): Promise<RowIndex | null> {
  const footer = await readFooter(file);
  if (!footer) return null;
  const files = new Map<string, KnownFile>();
  let rows = 0;
  for await (const text of linesOf(file, footer.begin, footer.end)) {
    const line = v.parse(Line, JSON.parse(text));
    const [name, modified, bytes] = line;
    if (line.length === 4) files.set(name, { modified, bytes, reason: line[3] });
    else files.set(name, { modified, bytes, width: line[3], height: line[4], frames: line[5], place: rows++ });
  }
  return rows * bytesPerRow === footer.begin ? { files, rows, mark: footer.mark } : null;
}

/** The mark of a file of kept rows; null where it is none. */
export async function readMark(file: FileHandle): Promise<Buffer | null> {
  return (await readFooter(file))?.mark ?? null;
}

interface Footer {
  /** Where the lines of the index begin and end. */
  readonly begin: number;
  readonly end: number;
  readonly mark: Buffer;
}

async function readFooter(file: FileHandle): Promise<Footer | null> {
  const { size } = await file.stat();
  const end = size - footerBytes;
  if (end < 0) return null;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(footerBytes), 0, footerBytes, end);
  const begin = end - Number(buffer.readBigUInt64LE());
  const isOurs = bytesRead === footerBytes && buffer.toString('latin1', 8 + markBytes) === magic;
  return isOurs && begin >= 0 ? { begin, end, mark: buffer.subarray(8, 8 + markBytes) } : null;
}

async function* linesOf(file: FileHandle, begin: number, end: number): AsyncGenerator<string> {
  const piece = Buffer.allocUnsafe(pieceBytes);
  let rest = Buffer.alloc(0);
  for (let at = begin; at < end; ) {
    await breathe(undefined);
    const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, end - at), at);
    if (bytesRead === 0) throw new Error('the file is shorter than it was');
    at += bytesRead;
    const bytes = Buffer.concat([rest, piece.subarray(0, bytesRead)]);
    const whole = bytes.lastIndexOf(10) + 1;
    rest = bytes.subarray(whole);
    if (rest.length > longestLine) throw new Error('a line of the index has no end');
    if (whole > 0) yield* bytes.toString('utf8', 0, whole - 1).split('\n');
  }
  if (rest.length > 0) throw new Error('the last line of the index has no end');
}
