import { isUtf8 } from 'node:buffer';
import type { WordBlock } from '../columnar/column-block';
import { ColumnFault, insist } from '../columnar/damage';
import { type FieldBatch, readOffsets, readValidity } from './field-batch';

export async function readWords(
  batch: FieldBatch,
  offsetBytes: 4 | 8,
  start: number,
  count: number,
): Promise<WordBlock> {
  const valid = await readValidity(batch, start, count);
  const offsets = await readOffsets(batch.buffers[1], offsetBytes, start, count);
  const [first] = offsets;
  const bytes = await batch.buffers[2].read(first, offsets[offsets.length - 1] - first);
  const words = Array.from({ length: count }, (_, i) =>
    valid?.[i] === 0 ? null : wordAt(bytes, offsets[i] - first, offsets[i + 1] - first),
  );
  return { kind: 'words', rows: count, words };
}

const viewBytes = 16;
const longestInline = 12;

/** Short texts lie in their view, longer ones in a buffer that the view names. */
export async function readWordViews(batch: FieldBatch, start: number, count: number): Promise<WordBlock> {
  const valid = await readValidity(batch, start, count);
  const [, viewBuffer, ...dataBuffers] = batch.buffers;
  const views = await viewBuffer.read(start * viewBytes, count * viewBytes);
  const words: (string | null)[] = [];
  for (let i = 0, at = 0; i < count; i++, at += viewBytes) {
    if (valid?.[i] === 0) {
      words.push(null);
      continue;
    }
    const length = views.readInt32LE(at);
    insist(length >= 0, 'a text of a length below zero');
    if (length <= longestInline) words.push(wordAt(views, at + 4, at + 4 + length));
    else {
      const data = dataBuffers[views.readInt32LE(at + 8)];
      insist(data !== undefined, 'a text in a buffer that is not there');
      const from = views.readInt32LE(at + 12);
      insist(from >= 0, 'a text that begins before its buffer');
      words.push(wordAt(await data.read(from, length), 0, length));
    }
  }
  return { kind: 'words', rows: count, words };
}

function wordAt(bytes: Buffer, start: number, end: number): string {
  const word = bytes.toString('utf8', start, end);
  // Bytes that are no UTF-8 have become U+FFFD.
  if (word.includes('\ufffd') && !isUtf8(bytes.subarray(start, end))) {
    throw new ColumnFault('data.columnar.type', { type: 'bytes (not UTF-8)' });
  }
  return word;
}
