import { missingText, type Utf8Texts } from '../../bytes/utf8-texts';
import { mostTextBytes } from '../columnar/block-target';
import { insist } from '../columnar/damage';
import type { BatchBuffer } from './batch-buffer';
import { type FieldBatch, readValidity } from './field-batch';

const viewBytes = 16;
const longestInline = 12;
/** Values that lie apart are read together where they are this close, bytes; or where this part of what lies between is theirs. */
const nearBytes = 1 << 22;
const leastShare = 0.25;

/** The values of one buffer: where each lies in it. */
interface Apart {
  readonly places: number[];
  readonly begins: number[];
  readonly ends: number[];
  bytes: number;
}

/**
 * Values start..start + count of a field of views: short ones lie in their view, longer ones in a buffer that the view names.
 * Source: arrow.apache.org/docs/format/Columnar.html, variable-size binary view layout.
 * @throws Damage.
 */
export async function readViews(batch: FieldBatch, start: number, count: number): Promise<Utf8Texts> {
  const valid = await readValidity(batch, start, count);
  const [, viewBuffer, ...dataBuffers] = batch.buffers;
  const views = await viewBuffer.read(start * viewBytes, count * viewBytes);
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  const apart = dataBuffers.map((): Apart => ({ places: [], begins: [], ends: [], bytes: 0 }));
  for (let i = 0, at = 0; i < count; i++, at += viewBytes) {
    const length = views.readInt32LE(at);
    if (valid?.[i] === 0) {
      ends[i] = missingText;
      continue;
    }
    insist(length >= 0, 'a value of a length below zero');
    if (length <= longestInline) {
      starts[i] = at + 4;
      ends[i] = starts[i] + length;
      continue;
    }
    const own = apart[views.readInt32LE(at + 8)];
    insist(own !== undefined, 'a value in a buffer that is not there');
    const begin = views.readInt32LE(at + 12);
    insist(begin >= 0, 'a value that begins before its buffer');
    own.places.push(i);
    own.begins.push(begin);
    own.ends.push(begin + length);
    own.bytes += length;
  }
  const pieces: Buffer[] = [views];
  let before = views.length;
  for (const [buffer, own] of apart.entries()) {
    for (const { first, values, bytes } of await readApart(dataBuffers[buffer], own)) {
      insist(before + bytes.length < mostTextBytes, 'texts beyond reason');
      for (const value of values) {
        const i = own.places[value];
        starts[i] = before + own.begins[value] - first;
        ends[i] = before + own.ends[value] - first;
      }
      pieces.push(bytes);
      before += bytes.length;
    }
  }
  return { bytes: pieces.length === 1 ? views : Buffer.concat(pieces), starts, ends };
}

/** A piece of a buffer, from its byte `first` on, and the values that lie in it. */
interface Piece {
  readonly first: number;
  readonly bytes: Buffer;
  readonly values: Iterable<number>;
}

/** All values in one piece, or each in its own where they are scattered over much that is not theirs. */
async function readApart(buffer: BatchBuffer, { begins, ends, bytes }: Apart): Promise<Piece[]> {
  if (begins.length === 0) return [];
  const first = begins.reduce((a, b) => Math.min(a, b));
  const end = ends.reduce((a, b) => Math.max(a, b));
  if (end - first <= Math.max(nearBytes, bytes / leastShare)) {
    return [{ first, bytes: await buffer.read(first, end - first), values: begins.keys() }];
  }
  const pieces: Piece[] = [];
  for (const [value, begin] of begins.entries()) {
    pieces.push({ first: begin, bytes: await buffer.read(begin, ends[value] - begin), values: [value] });
  }
  return pieces;
}
