import { createHash } from 'node:crypto';
import type { Dataset } from './dataset';

const pieceBytes = 1 << 28;

/** SHA-256, in hexadecimal, over the bytes of the encoded values: tells whether data are still those of a run. */
export function fingerprint({ values }: Pick<Dataset, 'values'>): string {
  const hash = createHash('sha256');
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let at = 0; at < bytes.length; at += pieceBytes) hash.update(bytes.subarray(at, at + pieceBytes));
  return hash.digest('hex');
}
