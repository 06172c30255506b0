import * as v from 'valibot';
import type { StoredTensor, StoredTensors } from '../../model/weights';
import { fitsHalf, fromHalf, toHalf } from './half-precision';

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

/** Not `v.record`, which passes over names such as `constructor`. */
const Header = v.custom<Readonly<Record<string, unknown>>>(
  (header) => typeof header === 'object' && header !== null && !Array.isArray(header),
  'it is no object',
);
const length = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Entry = v.object({
  dtype: v.picklist(['F32', 'F16']),
  shape: v.array(length),
  data_offsets: v.pipe(
    v.tuple([length, length]),
    v.check(([begin, end]) => begin <= end, 'its bytes end before they begin'),
  ),
});
const Metadata = v.optional(v.record(v.string(), v.string()), {});

/** Decodes tensors of float32 and float16, both to float32; throws an Error that says what is wrong with the bytes. */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  if (bytes.length < 8) throw new Error(`${bytes.length} bytes are too few for a header`);
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (headerLength > bytes.length - 8) throw new Error(`the header of ${headerLength} bytes is cut off`);
  // Not `subarray`: a Buffer's would be a Buffer, whose `slice` does not copy.
  const data = new Uint8Array(bytes.buffer, bytes.byteOffset + 8 + headerLength, bytes.length - 8 - headerLength);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
  const { __metadata__: metadata, ...entries } = parse(Header, header, 'the header');
  const tensors = new Map<string, StoredTensor>();
  for (const [name, entry] of Object.entries(entries)) {
    const { dtype, shape, data_offsets } = parse(Entry, entry, `tensor ${name}`);
    const [begin, end] = data_offsets;
    const size = shape.reduce((product, length) => product * length, 1);
    if (end > data.length || end - begin !== (dtype === 'F32' ? 4 : 2) * size)
      throw new Error(`tensor ${name} is cut off`);
    const { buffer } = data.slice(begin, end);
    tensors.set(name, {
      shape,
      values: dtype === 'F32' ? new Float32Array(buffer) : fromHalf(new Uint16Array(buffer)),
    });
  }
  return { tensors, metadata: parse(Metadata, metadata, 'the metadata') };
}

function parse<S extends v.GenericSchema>(schema: S, value: unknown, what: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (!result.success) throw new Error(`${what}: ${result.issues[0].message}`);
  return result.output;
}
