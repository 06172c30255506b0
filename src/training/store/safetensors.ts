import { parseSafetensorsHeader } from '../../dataset';
import { fitsHalf, fromHalf, toHalf } from '../../half-precision';
import type { StoredTensor, StoredTensors } from '../../model/weights';

export interface SafetensorsFile {
  readonly tensors: StoredTensors;
  readonly metadata: Readonly<Record<string, string>>;
}

export type Precision = 'float32' | 'float16';

interface HeaderEntry {
  readonly dtype: 'F32' | 'F16';
  readonly shape: readonly number[];
  readonly data_offsets: readonly [begin: number, end: number];
}

/** Bytes of the header's length. */
const lengthBytes = 8;
/** The header is padded with spaces so that the data begin aligned, as the format recommends. */
const alignment = 8;

/**
 * Encodes tensors in the safetensors format: a little-endian uint64 header length, a JSON header, the values.
 * Source: https://github.com/huggingface/safetensors#format
 * @param precision What values are rounded to; a tensor with a value beyond float16 stays as it is.
 */
export function encodeSafetensors(
  { tensors, metadata }: SafetensorsFile,
  precision: Precision = 'float32',
): Uint8Array {
  const header: Record<string, HeaderEntry | Readonly<Record<string, string>>> = { __metadata__: metadata };
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, values }] of tensors) {
    const isHalf = precision === 'float16' && fitsHalf(values);
    const stored = isHalf ? toHalf(values) : values;
    header[name] = { dtype: isHalf ? 'F16' : 'F32', shape, data_offsets: [offset, offset + stored.byteLength] };
    parts.push(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength));
    offset += stored.byteLength;
  }
  const unpadded = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(unpadded.length / alignment) * alignment;
  const bytes = new Uint8Array(8 + headerLength + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(unpadded, 8);
  let at = 8 + headerLength;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Decodes tensors of float32 and float16, both to float32; throws an Error that says what is wrong with the bytes. */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  if (bytes.length < lengthBytes) throw new Error(`${bytes.length} bytes are too few for a header`);
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const begin = lengthBytes + headerLength;
  if (begin > bytes.length) throw new Error(`the header of ${headerLength} bytes is cut off`);
  const { tensors, metadata } = parseSafetensorsHeader(bytes.subarray(lengthBytes, begin));
  const decoded = new Map<string, StoredTensor>();
  for (const [name, { dtype, shape, data_offsets }] of tensors) {
    const [from, to] = data_offsets.map((offset) => begin + offset);
    if (dtype !== 'F32' && dtype !== 'F16') throw new Error(`tensor ${name} is of type ${dtype}`);
    if (to > bytes.length) throw new Error(`tensor ${name} is cut off`);
    // Not `subarray`: a Buffer's would be a Buffer, whose `slice` does not copy.
    const { buffer } = new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from).slice();
    const values = dtype === 'F32' ? new Float32Array(buffer) : fromHalf(new Uint16Array(buffer));
    decoded.set(name, { shape, values });
  }
  return { tensors: decoded, metadata };
}
