import { findMalformed, missingText, type Utf8Texts } from '../../bytes/utf8-texts';
import { mostTextBytes } from '../columnar/block-target';
import type { FileBlock, WordBlock } from '../columnar/column-block';
import { ColumnFault, insist } from '../columnar/damage';
import { type FieldBatch, readOffsets, readValidity } from './field-batch';
import type { FieldLayout } from './schema';
import { readViews } from './view-reader';

type WordLayout = Extract<FieldLayout, { kind: 'words' | 'wordViews' }>;
type ByteLayout = Extract<FieldLayout, { kind: 'bytes' | 'byteViews' }>;

export async function readWords(
  batch: FieldBatch,
  layout: WordLayout,
  start: number,
  count: number,
): Promise<WordBlock> {
  const texts =
    layout.kind === 'words'
      ? await readStretches(batch, layout.offsetBytes, start, count)
      : await readViews(batch, start, count);
  if (findMalformed(texts) >= 0) throw new ColumnFault('data.columnar.type', { type: 'bytes (not UTF-8)' });
  return { kind: 'words', rows: count, texts };
}

async function readStretches(batch: FieldBatch, offsetBytes: 4 | 8, start: number, count: number): Promise<Utf8Texts> {
  const valid = await readValidity(batch, start, count);
  const offsets = await readOffsets(batch.buffers[1], offsetBytes, start, count);
  const [first] = offsets;
  const length = offsets[count] - first;
  insist(length < mostTextBytes, 'texts beyond reason');
  const bytes = await batch.buffers[2].read(first, length);
  const places = new Int32Array(count + 1);
  for (let i = 0; i <= count; i++) places[i] = offsets[i] - first;
  const ends = valid ? places.slice(1) : places.subarray(1);
  if (valid) for (let i = 0; i < count; i++) if (valid[i] === 0) ends[i] = missingText;
  return { bytes, starts: places.subarray(0, count), ends };
}

/** What is there only by its name may be a file elsewhere, and counts as missing. */
export async function readFiles(
  batch: FieldBatch,
  layout: ByteLayout,
  start: number,
  count: number,
): Promise<FileBlock> {
  const { bytes, starts, ends } =
    layout.kind === 'bytes'
      ? await readStretches(batch, layout.offsetBytes, start, count)
      : await readViews(batch, start, count);
  const files = Array.from(starts, (from, i) => (ends[i] < from ? null : bytes.subarray(from, ends[i])));
  return { kind: 'files', rows: count, files };
}
