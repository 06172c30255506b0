import * as v from 'valibot';
import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { withReader } from '../../bytes/byte-reader';
import { type ElementName, elementTypes, product } from '../../bytes/elements';
import type { Archive, NamedArray } from '../arrays/archive';
import { type ArrayHead, cutOff } from '../arrays/array-head';
import { checkLabelShape } from '../arrays/labels';
import { topLevelKeys } from './json-keys';
import { largestHeader, lengthBytes } from './safetensors-head';

const elements: Readonly<Record<string, ElementName>> = {
  BOOL: 'bool',
  U8: 'uint8',
  I8: 'int8',
  U16: 'uint16',
  I16: 'int16',
  U32: 'uint32',
  I32: 'int32',
  U64: 'uint64',
  I64: 'int64',
  F16: 'float16',
  F32: 'float32',
  F64: 'float64',
};

/** Bits of an element, for the types that there are besides. */
const otherBits: Readonly<Record<string, number>> = {
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  BF16: 16,
  C64: 64,
};

const otherNames: Readonly<Record<string, string>> = { BF16: 'bfloat16', C64: 'complex64' };

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Tensor = v.looseObject({ dtype: v.string(), shape: v.array(size), data_offsets: v.strictTuple([size, size]) });
type Tensor = v.InferOutput<typeof Tensor>;
const Metadata = v.pipe(
  v.custom<object>((value) => typeof value === 'object' && !Array.isArray(value)),
  v.record(v.string(), v.string()),
);

/**
 * The tensors of a safetensors file, its header checked as the format demands: each name once, and the values of all
 * tensors after each other without holes or overlaps, from the header to the end of the file.
 * Source: https://github.com/huggingface/safetensors#format
 * @throws UserError data.safetensors.header, data.truncated.
 */
export async function readSafetensors(path: string, { signal }: Task): Promise<Archive> {
  return withReader(path, signal, async (reader) => {
    const sized = await reader.take(lengthBytes);
    if (sized.length < lengthBytes) throw cutOff({ path }, lengthBytes, sized.length);
    const length = Number(sized.readBigUInt64LE());
    if (length > largestHeader) throw damaged(path, '–');
    const bytes = await reader.take(length);
    const offset = lengthBytes + length;
    if (bytes.length < length) throw cutOff({ path }, offset, lengthBytes + bytes.length);
    const tensors = parseHeader(bytes, path);
    const end = tensors.reduce((most, [, tensor]) => Math.max(most, tensor.data_offsets[1]), 0);
    const there = reader.compressed ? await reader.skip(end + 1) : reader.storedBytes - offset;
    if (there < end) throw cutOff({ path }, offset + end, offset + there);
    if (there > end) throw new UserError('data.overlong', { path, expected: offset + end, actual: offset + there });
    return { path, arrays: tensors.map(([name, tensor]) => namedArray(path, name, tensor, offset)) };
  });
}

function parseHeader(bytes: Uint8Array, path: string): (readonly [name: string, tensor: Tensor])[] {
  const text = decode(bytes);
  const header = text === null || bytes[0] !== 0x7b ? null : parseObject(text);
  if (text === null || header === null) throw damaged(path, '–');
  const names = new Set<string>();
  for (const name of topLevelKeys(text)) {
    if (names.has(name)) throw damaged(path, name);
    names.add(name);
  }
  const tensors: (readonly [string, Tensor])[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      if (!v.is(Metadata, entry)) throw damaged(path, name);
      continue;
    }
    if (!v.is(Tensor, entry)) throw damaged(path, name);
    tensors.push([name, entry]);
  }
  return checkPlaces(path, tensors);
}

/** In the order of their values, which must fill the file. */
function checkPlaces(path: string, tensors: (readonly [string, Tensor])[]): (readonly [string, Tensor])[] {
  tensors.sort(([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1]);
  let reached = 0;
  for (const [name, { dtype, shape, data_offsets }] of tensors) {
    const bits = Object.hasOwn(elements, dtype) ? 8 * elementTypes[elements[dtype]].bytes : otherBits[dtype];
    if (bits === undefined) throw new UserError('data.npy.type', { path: `${path} (${name})`, type: dtype });
    const [begin, end] = data_offsets;
    const isSane = Number.isSafeInteger(product(shape.filter((length) => length > 0)) * bits);
    if (begin !== reached || !isSane || 8 * (end - begin) !== product(shape) * bits) throw damaged(path, name);
    reached = end;
  }
  return tensors;
}

function damaged(path: string, tensor: string): UserError {
  return new UserError('data.safetensors.header', { path, tensor });
}

/** Null for what is no UTF-8. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Null for what is no JSON of an object. */
function parseObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function namedArray(path: string, name: string, { dtype, shape, data_offsets }: Tensor, offset: number): NamedArray {
  const [begin, end] = data_offsets;
  const head = async (): Promise<ArrayHead> => {
    const element = elements[dtype];
    if (!element) throw new UserError('data.npy.type', { path: `${path} (${name})`, type: otherNames[dtype] ?? dtype });
    const layout = { dtype: element, shape, littleEndian: true, fortran: false };
    return { path, ...layout, offset: offset + begin, mostAfter: Number.POSITIVE_INFINITY };
  };
  return { name, bytes: end - begin, head, labels: async () => checkLabelShape(await head()) };
}
