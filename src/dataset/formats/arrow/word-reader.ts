import { isUtf8 } from 'node:buffer';
import type { FileBlock, WordBlock } from '../columnar/column-block';
import { ColumnFault, insist } from '../columnar/damage';
import { type FieldBatch, readOffsets, readValidity } from './field-batch';
import type { FieldLayout } from './schema';

type WordLayout = Extract<FieldLayout, { kind: 'words' | 'wordViews' }>;
type ByteLayout = Extract<FieldLayout, { kind: 'bytes' | 'byteViews' }>;

export async function readWords(
  batch: FieldBatch,
  layout: WordLayout,
  start: number,
  count: number,
): Promise<WordBlock> {
  const words =
    layout.kind === 'words'
      ? await readStretches(batch, layout.offsetBytes, start, count, wordAt)
      : await readViews(batch, start, count, wordAt);
  return { kind: 'words', rows: count, words };
}

/** What is there only by its name may be a file elsewhere, and counts as missing. */
export async function readFiles(
  batch: FieldBatch,
  layout: ByteLayout,
  start: number,
  count: number,
): Promise<FileBlock> {
  const files =
    layout.kind === 'bytes'
      ? await readStretches(batch, layout.offsetBytes, start, count, fileAt)
      : await readViews(batch, start, count, fileAt);
  return { kind: 'files', rows: count, files };
}

/** Makes a value of some bytes of a buffer. */
type Take<T> = (bytes: Buffer, start: number, end: number) => T;

async function readStretches<T>(
  batch: FieldBatch,
  offsetBytes: 4 | 8,
  start: number,
  count: number,
  take: Take<T>,
): Promise<(T | null)[]> {
  const valid = await readValidity(batch, start, count);
  const offsets = await readOffsets(batch.buffers[1], offsetBytes, start, count);
  const [first] = offsets;
  const bytes = await batch.buffers[2].read(first, offsets[offsets.length - 1] - first);
  return Array.from({ length: count }, (_, i) =>
    valid?.[i] === 0 ? null : take(bytes, offsets[i] - first, offsets[i + 1] - first),
  );
}

const viewBytes = 16;
const longestInline = 12;

/** Short values lie in their view, longer ones in a buffer that the view names. */
async function readViews<T>(batch: FieldBatch, start: number, count: number, take: Take<T>): Promise<(T | null)[]> {
  const valid = await readValidity(batch, start, count);
  const [, viewBuffer, ...dataBuffers] = batch.buffers;
  const views = await viewBuffer.read(start * viewBytes, count * viewBytes);
  const values: (T | null)[] = [];
  for (let i = 0, at = 0; i < count; i++, at += viewBytes) {
    if (valid?.[i] === 0) {
      values.push(null);
      continue;
    }
    const length = views.readInt32LE(at);
    insist(length >= 0, 'a value of a length below zero');
    if (length <= longestInline) values.push(take(views, at + 4, at + 4 + length));
    else {
      const data = dataBuffers[views.readInt32LE(at + 8)];
      insist(data !== undefined, 'a value in a buffer that is not there');
      const from = views.readInt32LE(at + 12);
      insist(from >= 0, 'a value that begins before its buffer');
      values.push(take(await data.read(from, length), 0, length));
    }
  }
  return values;
}

function wordAt(bytes: Buffer, start: number, end: number): string {
  const word = bytes.toString('utf8', start, end);
  // Bytes that are no UTF-8 have become U+FFFD.
  if (word.includes('\ufffd') && !isUtf8(bytes.subarray(start, end))) {
    throw new ColumnFault('data.columnar.type', { type: 'bytes (not UTF-8)' });
  }
  return word;
}

function fileAt(bytes: Buffer, start: number, end: number): Buffer {
  return bytes.subarray(start, end);
}
