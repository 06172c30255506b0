import { fromHalf } from '../../half-precision';
import { allocate, type NumbersKind, viewed } from './memory';
import { fromBfloat16, fromE4m3fn, fromE5m2, type SmallFloat } from './small-floats';

/** Numbers of an array file in memory. 64-bit integers become doubles, half floats become floats, booleans 0 and 1. */
export type NumericData =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

export interface NumericArray {
  readonly shape: readonly number[];
  /** As stored, by NumPy's name. */
  readonly dtype: StoredElement;
  /** Row-major. */
  readonly data: NumericData;
}

export type ElementName =
  | 'bool'
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'uint32'
  | 'int32'
  | 'uint64'
  | 'int64'
  | 'float16'
  | 'float32'
  | 'float64';

/** What numbers in a file may be: types of NumPy's, and such as are read as float32. */
export type StoredElement = ElementName | SmallFloat;

export function isSmallFloat(dtype: StoredElement): dtype is SmallFloat {
  return dtype === 'bfloat16' || dtype === 'float8_e4m3fn' || dtype === 'float8_e5m2';
}

interface ElementType {
  readonly bytes: 1 | 2 | 4 | 8;
  /** The numbers in bytes of this machine's order. */
  view(bytes: Uint8Array<ArrayBuffer>): NumericData;
}

export const elementTypes: Readonly<Record<StoredElement, ElementType>> = {
  bool: { bytes: 1, view: (bytes) => bytes.map((byte) => (byte === 0 ? 0 : 1)) },
  uint8: { bytes: 1, view: (bytes) => bytes },
  int8: { bytes: 1, view: (bytes) => viewed(Int8Array, bytes) },
  uint16: { bytes: 2, view: (bytes) => viewed(Uint16Array, bytes) },
  int16: { bytes: 2, view: (bytes) => viewed(Int16Array, bytes) },
  uint32: { bytes: 4, view: (bytes) => viewed(Uint32Array, bytes) },
  int32: { bytes: 4, view: (bytes) => viewed(Int32Array, bytes) },
  uint64: { bytes: 8, view: (bytes) => wideIntegers(viewed(Uint32Array, bytes)) },
  int64: { bytes: 8, view: (bytes) => wideIntegers(viewed(Int32Array, bytes)) },
  float16: { bytes: 2, view: (bytes) => fromHalf(viewed(Uint16Array, bytes)) },
  float32: { bytes: 4, view: (bytes) => viewed(Float32Array, bytes) },
  float64: { bytes: 8, view: (bytes) => viewed(Float64Array, bytes) },
  bfloat16: { bytes: 2, view: (bytes) => fromBfloat16(viewed(Uint16Array, bytes)) },
  float8_e4m3fn: { bytes: 1, view: (bytes) => fromE4m3fn(bytes) },
  float8_e5m2: { bytes: 1, view: (bytes) => fromE5m2(bytes) },
};

export const machineIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The numbers stored in `stored`, which is taken over (and its bytes swapped where the order is foreign). */
export function decodeElements(
  stored: Uint8Array<ArrayBuffer>,
  dtype: StoredElement,
  littleEndian: boolean,
): NumericData {
  const { bytes, view } = elementTypes[dtype];
  // No Buffer, whose slices share its memory.
  const own = viewed(Uint8Array, stored);
  if (littleEndian !== machineIsLittleEndian) swapBytes(own, bytes);
  return view(own);
}

/** Turns the order of the bytes of each element, in place. */
export function swapBytes(elements: Uint8Array, bytes: 1 | 2 | 4 | 8): void {
  const foreign = Buffer.from(elements.buffer, elements.byteOffset, elements.byteLength);
  if (bytes === 2) foreign.swap16();
  if (bytes === 4) foreign.swap32();
  if (bytes === 8) foreign.swap64();
}

/** Doubles from 64-bit integers, exact up to 2^53: value = high * 2^32 + low. `high` carries the sign. */
function wideIntegers(high: Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const low = new Uint32Array(high.buffer, high.byteOffset, high.length);
  const [highAt, lowAt] = machineIsLittleEndian ? [1, 0] : [0, 1];
  const values = new Float64Array(low.length / 2);
  for (let i = 0; i < values.length; i++) values[i] = high[2 * i + highAt] * 2 ** 32 + low[2 * i + lowAt];
  return values;
}

/** The bytes of elements, least significant first. */
export function littleEndian({ buffer, byteOffset, byteLength }: ArrayBufferView, bytes: 1 | 2 | 4 | 8): Uint8Array {
  const view = new Uint8Array(buffer, byteOffset, byteLength);
  if (machineIsLittleEndian) return view;
  const turned = view.slice();
  swapBytes(turned, bytes);
  return turned;
}

/** Room for so many numbers of the same kind. */
export function roomLike<T extends NumericData>(data: T, length: number): T {
  const Numbers = data.constructor as unknown as NumbersKind<T>;
  return viewed(Numbers, allocate(length * Numbers.BYTES_PER_ELEMENT));
}

export function product(factors: readonly number[]): number {
  return factors.reduce((total, factor) => total * factor, 1);
}
