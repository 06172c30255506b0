import * as v from 'valibot';
import type { StoredTensor, StoredTensors } from '../../model/weights';

export interface SafetensorsFile {
  readonly tensors: StoredTensors;
  readonly metadata: Readonly<Record<string, string>>;
}

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [begin: number, end: number];
}

/** The header is padded with spaces so that the data begin aligned, as the format recommends. */
const alignment = 8;

/**
 * Encodes tensors in the safetensors format: a little-endian uint64 header length, a JSON header, the values.
 * Source: https://github.com/huggingface/safetensors#format
 */
export function encodeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array {
  const header: Record<string, HeaderEntry | Readonly<Record<string, string>>> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, values }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const unpadded = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(unpadded.length / alignment) * alignment;
  const bytes = new Uint8Array(8 + headerLength + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(unpadded, 8);
  let at = 8 + headerLength;
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
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
  dtype: v.literal('F32'),
  shape: v.array(length),
  data_offsets: v.pipe(
    v.tuple([length, length]),
    v.check(([begin, end]) => begin <= end, 'its bytes end before they begin'),
  ),
});
const Metadata = v.optional(v.record(v.string(), v.string()), {});

/** Decodes float32 tensors; throws an Error that says what is wrong with the bytes. */
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
    const { shape, data_offsets } = parse(Entry, entry, `tensor ${name}`);
    const [begin, end] = data_offsets;
    const size = shape.reduce((product, length) => product * length, 1);
    if (end > data.length || end - begin !== 4 * size) throw new Error(`tensor ${name} is cut off`);
    tensors.set(name, { shape, values: new Float32Array(data.slice(begin, end).buffer) });
  }
  return { tensors, metadata: parse(Metadata, metadata, 'the metadata') };
}

function parse<S extends v.GenericSchema>(schema: S, value: unknown, what: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (!result.success) throw new Error(`${what}: ${result.issues[0].message}`);
  return result.output;
}
