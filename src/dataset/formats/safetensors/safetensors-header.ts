import * as v from 'valibot';
import { elementTypes, product, type StoredElement } from '../../bytes/elements';

/** Bytes of the length that a safetensors file begins with. */
export const lengthBytes = 8;
/** The format's own bound. */
export const largestHeader = 100_000_000;

export const safetensorsElements: Readonly<Record<string, StoredElement>> = {
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
  BF16: 'bfloat16',
  F8_E4M3: 'float8_e4m3fn',
  F8_E5M2: 'float8_e5m2',
};

/** Bits of an element, for the types that there are besides. */
const otherBits: Readonly<Record<string, number>> = {
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  C64: 64,
};

/** JSON knows a -0. */
const size = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.transform((number) => number + 0),
);
const Tensor = v.looseObject({ dtype: v.string(), shape: v.array(size), data_offsets: v.strictTuple([size, size]) });
export type Tensor = v.InferOutput<typeof Tensor>;
const Metadata = v.pipe(
  v.custom<object>((value) => typeof value === 'object' && !Array.isArray(value)),
  v.record(v.string(), v.string()),
);

export interface SafetensorsHeader {
  /** In the order of their values. */
  readonly tensors: readonly (readonly [name: string, tensor: Tensor])[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** What is wrong with a header: the tensor that is not as it has to be, or the whole. */
export class HeaderFault extends Error {
  /** @param unknownType The tensor's, where nobody knows how long its elements are. */
  constructor(
    readonly tensor: string | null,
    readonly unknownType?: string,
  ) {
    super(tensor === null ? 'the header is damaged' : `tensor ${tensor} is damaged`);
  }
}

/** Can these be the first bytes of a safetensors file: the length of a header, and the brace that begins it? */
export function isSafetensorsHead(head: Uint8Array): boolean {
  if (head.length <= lengthBytes || head[lengthBytes] !== 0x7b) return false;
  const length = Buffer.from(head.buffer, head.byteOffset, lengthBytes).readBigUInt64LE();
  return length >= 2n && length <= largestHeader;
}

/**
 * The header of a safetensors file, checked as the format demands: each name once, and the values of all tensors after each
 * other without holes or overlaps.
 * Source: https://github.com/huggingface/safetensors#format
 * @throws HeaderFault.
 */
export function parseSafetensorsHeader(bytes: Uint8Array): SafetensorsHeader {
  const text = decode(bytes);
  const header = text === null || bytes[0] !== 0x7b ? null : parseObject(text);
  if (text === null || header === null) throw new HeaderFault(null);
  const names = new Set<string>();
  for (const name of topLevelKeys(text)) {
    if (names.has(name)) throw new HeaderFault(name);
    names.add(name);
  }
  let metadata: SafetensorsHeader['metadata'] = {};
  const tensors: (readonly [string, Tensor])[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__' && v.is(Metadata, entry)) metadata = entry as typeof metadata;
    else if (name !== '__metadata__' && v.is(Tensor, entry)) tensors.push([name, entry]);
    else throw new HeaderFault(name);
  }
  return { tensors: inOrder(tensors), metadata };
}

/** In the order of their values, which must fill the file. */
function inOrder(tensors: (readonly [string, Tensor])[]): SafetensorsHeader['tensors'] {
  tensors.sort(([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1]);
  let reached = 0;
  for (const [name, { dtype, shape, data_offsets }] of tensors) {
    const element = Object.hasOwn(safetensorsElements, dtype) ? safetensorsElements[dtype] : undefined;
    const bits = element ? 8 * elementTypes[element].bytes : otherBits[dtype];
    if (bits === undefined) throw new HeaderFault(name, dtype);
    const [begin, end] = data_offsets;
    const isSane = Number.isSafeInteger(product(shape.filter((length) => length > 0)) * bits);
    if (begin !== reached || !isSane || 8 * (end - begin) !== product(shape) * bits) throw new HeaderFault(name);
    reached = end;
  }
  return tensors;
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

/** The keys of the outermost object of valid JSON, in their order, also those that occur twice. */
function* topLevelKeys(json: string): Generator<string> {
  const token = /"(?:[^"\\]|\\.)*"|[[\]{}]/g;
  let depth = 0;
  for (const { 0: text, index } of json.matchAll(token)) {
    if (text === '{' || text === '[') depth++;
    else if (text === '}' || text === ']') depth--;
    else if (depth === 1 && isKey(json, index + text.length)) yield JSON.parse(text);
  }
}

/** Does a colon follow? */
function isKey(json: string, end: number): boolean {
  const colon = /[ \t\r\n]*:/y;
  colon.lastIndex = end;
  return colon.test(json);
}
