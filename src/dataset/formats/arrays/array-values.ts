import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { ByteReader, withReader } from '../../bytes/byte-reader';
import {
  decodeElements,
  elementTypes,
  type NumericArray,
  type NumericData,
  product,
  roomLike,
  swapBytes,
} from '../../bytes/elements';
import { allocate } from '../../bytes/memory';
import { largestBytes } from '../../bytes/sizes';
import { type ArrayHead, announcedBytes, arrayBytes, cutOff, rowBytesOf } from './array-head';
import { fillRows, type RowReader, rowPieces } from './row-reader';
import { Turn } from './turn';

const pieceBytes = 1 << 22;
/** The most of a column-major array that is held at once while it is turned, in bytes. */
const usualBand = 1 << 28;

/**
 * Reads the numbers, of the first `examples` examples only where that is given.
 * @throws UserError data.truncated, data.tooLarge, or as the file system has it.
 */
export async function readArray(head: ArrayHead, task: Task, examples?: number): Promise<NumericArray> {
  const { dtype, littleEndian } = head;
  const [all, ...rest] = head.shape;
  const shape = all === undefined ? [] : [Math.min(all, examples ?? all), ...rest];
  if (arrayBytes({ shape, dtype }) > largestBytes) {
    throw new UserError('data.tooLarge', { path: head.path, gigabytes: 4 });
  }
  if (head.rows) return { shape, dtype, data: await readGiven(head.rows(), { shape, dtype }, task) };
  const bytes = isColumnMajor(head)
    ? await turnRows(head, 0, shape[0], task)
    : await readHead(head, arrayBytes({ shape, dtype }), task);
  return { shape, dtype, data: decodeElements(bytes, dtype, littleEndian) };
}

/**
 * The bytes of all elements in C order and little-endian, whatever their order in the file. Holds a piece of a
 * row-major array, and a band of whole rows of a column-major one; that memory is used again for the next.
 * @param largestBand Bytes; a band has at least one row.
 * @throws UserError as `readArray`.
 */
export async function* elementBytes(head: ArrayHead, task: Task, largestBand = usualBand): AsyncGenerator<Uint8Array> {
  if (head.rows) {
    if (arrayBytes(head) > 0) yield* rowPieces(head.rows(), sizesOf(head), task);
    return;
  }
  const size = elementTypes[head.dtype].bytes;
  for await (const piece of isColumnMajor(head) ? bandsOf(head, task, largestBand) : piecesOf(head, task)) {
    if (!head.littleEndian) swapBytes(piece, size);
    yield piece;
  }
}

function sizesOf(head: Pick<ArrayHead, 'shape' | 'dtype'>) {
  return { rows: head.shape[0] ?? 1, rowBytes: rowBytesOf(head) };
}

/** What is decoded to another width, or to other values, is so piece by piece, so that it is not there twice. */
const decodedApart: ReadonlySet<string> = new Set(['bool', 'int64', 'uint64', 'float16']);

/** Numbers that a reader gives. */
async function readGiven(
  reader: RowReader,
  head: Pick<ArrayHead, 'shape' | 'dtype'>,
  task: Task,
): Promise<NumericData> {
  const decode = (bytes: Uint8Array<ArrayBuffer>) => decodeElements(bytes, head.dtype, true);
  const size = arrayBytes(head);
  if (size === 0) return decode(new Uint8Array());
  if (!decodedApart.has(head.dtype)) {
    const bytes = allocate(size);
    await fillRows(reader, sizesOf(head), bytes, task);
    return decode(bytes);
  }
  let data: NumericData | undefined;
  let filled = 0;
  for await (const piece of rowPieces(reader, sizesOf(head), task)) {
    const part = decode(piece);
    data ??= roomLike(part, product(head.shape));
    data.set(part, filled);
    filled += part.length;
  }
  return data ?? decode(new Uint8Array());
}

/** Do the elements lie in another order than ours? */
export function isColumnMajor({ fortran, shape }: ArrayHead): boolean {
  return fortran && product(shape) > 0 && shape.filter((size) => size > 1).length > 1;
}

/** The first bytes of a row-major array, in memory of their own. */
function readHead(head: ArrayHead, size: number, { signal, onProgress }: Task): Promise<Uint8Array<ArrayBuffer>> {
  return readElements(head, signal, async (reader) => {
    const bytes = await reader.take(size, onProgress);
    if (bytes.length < size) throw cutOff(head, announcedBytes(head), head.offset + bytes.length);
    if (size === arrayBytes(head)) await reader.finish(head.mostAfter);
    return bytes;
  });
}

async function* piecesOf(head: ArrayHead, { signal, onProgress }: Task): AsyncGenerator<Uint8Array> {
  const all = arrayBytes(head);
  const reader = await openElements(head, signal);
  try {
    const piece = Buffer.alloc(Math.min(all, pieceBytes));
    for (let read = 0; read < all; ) {
      const wanted = Math.min(piece.length, all - read);
      const filled = await reader.fill(piece.subarray(0, wanted));
      if (filled < wanted) throw cutOff(head, announcedBytes(head), head.offset + read + filled);
      read += filled;
      onProgress?.(read / all);
      yield piece.subarray(0, filled);
    }
    await reader.finish(head.mostAfter);
  } finally {
    await reader.close();
  }
}

async function* bandsOf(
  head: ArrayHead,
  { signal, onProgress }: Task,
  largestBand: number,
): AsyncGenerator<Uint8Array> {
  const [rows] = head.shape;
  const rowBytes = arrayBytes(head) / rows;
  const rowsPerBand = Math.max(1, Math.min(rows, Math.floor(Math.min(largestBand, largestBytes) / rowBytes)));
  let memory: Uint8Array<ArrayBuffer> | undefined;
  for (let begin = 0; begin < rows; begin += rowsPerBand) {
    const end = Math.min(rows, begin + rowsPerBand);
    const progress = (fraction: number) => onProgress?.((begin + fraction * (end - begin)) / rows);
    memory = await turnRows(head, begin, end, { signal, onProgress: progress }, memory);
    const band = memory.subarray(0, (end - begin) * rowBytes);
    for (let at = 0; at < band.length; at += pieceBytes) yield band.subarray(at, at + pieceBytes);
  }
}

/** Rows of a column-major array, row-major, in `memory` if that is given. Reads only their part of each column. */
export async function turnRows(
  head: ArrayHead,
  begin: number,
  end: number,
  { signal, onProgress }: Task,
  memory?: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const all = arrayBytes(head);
  const rowBytes = all / head.shape[0];
  if ((end - begin) * rowBytes > largestBytes) throw new UserError('data.tooLarge', { path: head.path, gigabytes: 4 });
  if (!memory) await checkLength(head, signal);
  const turned = memory ?? allocate((end - begin) * rowBytes);
  const turn = new Turn(head, begin, end, turned);
  return readElements(head, signal, async (reader) => {
    let position = 0;
    for (const { stretches, scatter } of turn.reads()) {
      for (const { from, target } of stretches) {
        const reached = position + (await reader.skip(from - position)) + (await reader.fill(target));
        position = from + target.length;
        if (reached < position) throw cutOff(head, announcedBytes(head), head.offset + reached);
      }
      scatter();
      onProgress?.(position / all);
    }
    await reader.skip(all - position);
    await reader.finish(head.mostAfter);
    return turned;
  });
}

/** What is compressed may be shorter than it says: so it is inflated once before room is made for all of it. */
async function checkLength(head: ArrayHead, signal: AbortSignal | undefined): Promise<void> {
  await readElements(head, signal, async (reader) => {
    if (!reader.compressed) return;
    const wanted = arrayBytes(head);
    const actual = await reader.skip(wanted);
    if (actual < wanted) throw cutOff(head, announcedBytes(head), head.offset + actual);
  });
}

/** A reader that stands at the first element. */
async function openElements(head: ArrayHead, signal: AbortSignal | undefined): Promise<ByteReader> {
  const reader = await ByteReader.open(head.path, signal, head.member);
  try {
    await reader.skip(head.offset);
    return reader;
  } catch (error) {
    await reader.close();
    throw error;
  }
}

function readElements<T>(
  head: ArrayHead,
  signal: AbortSignal | undefined,
  use: (reader: ByteReader) => Promise<T>,
): Promise<T> {
  return withReader(
    head.path,
    signal,
    async (reader) => {
      await reader.skip(head.offset);
      return use(reader);
    },
    head.member,
  );
}
