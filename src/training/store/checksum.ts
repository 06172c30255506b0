import { createHash } from 'node:crypto';
import type { StoredTensors } from '../../model/weights';

/**
 * SHA-256, in hexadecimal, over what is said of tensors and, tensor by tensor in the order of the file, the JSON text of name and
 * shape, and the bytes of the values as float32.
 */
export function checksum(said: string, tensors: StoredTensors): string {
  const hash = createHash('sha256').update(said);
  for (const [name, { shape, values }] of tensors) {
    hash.update(JSON.stringify([name, shape]));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}
