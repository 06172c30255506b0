import { createHash } from 'node:crypto';
import type { Dataset } from './dataset';

const pieceBytes = 1 << 28;

/** To hash takes long enough not to do it twice. */
const known = new WeakMap<object, string>();

/**
 * SHA-256, in hexadecimal, over the bytes of the encoded values: tells whether data are still those of a run. Where memory
 * holds a sample of the examples, over these and how many there are in all.
 */
export function fingerprint(dataset: Pick<Dataset, 'values' | 'stream'>): string {
  const found = known.get(dataset) ?? compute(dataset);
  known.set(dataset, found);
  return found;
}

function compute({ values, stream }: Pick<Dataset, 'values' | 'stream'>): string {
  const hash = createHash('sha256');
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let at = 0; at < bytes.length; at += pieceBytes) hash.update(bytes.subarray(at, at + pieceBytes));
  if (stream) hash.update(`${stream.examples} examples of ${stream.bytesPerExample} bytes`);
  return hash.digest('hex');
}
