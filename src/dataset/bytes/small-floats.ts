import { fromHalf } from '../../half-precision';

/**
 * Floats that networks are kept in and NumPy has no type of its own for, by the names of ml_dtypes. All their values are
 * values of float32, as which they are read.
 */
export type SmallFloat = 'bfloat16' | 'float8_e4m3fn' | 'float8_e5m2';

/** The upper half of a float32. */
export function fromBfloat16(stored: Uint16Array): Float32Array<ArrayBuffer> {
  const bits = new Uint32Array(stored.length);
  for (let i = 0; i < bits.length; i++) bits[i] = stored[i] << 16;
  return new Float32Array(bits.buffer);
}

/** The upper half of a float16. */
export function fromE5m2(stored: Uint8Array): Float32Array<ArrayBuffer> {
  return fromHalf(Uint16Array.from(stored, (byte) => byte << 8));
}

let e4m3: Float32Array | undefined;

/**
 * A sign, 4 bits of exponent (bias 7), 3 of fraction; nothing is infinite, and all ones are NaN.
 * Source: Micikevicius et al. 2022, FP8 Formats for Deep Learning.
 */
export function fromE4m3fn(stored: Uint8Array): Float32Array<ArrayBuffer> {
  e4m3 ??= Float32Array.from({ length: 256 }, (_, byte) => e4m3Value(byte));
  const values = e4m3;
  return Float32Array.from(stored, (byte) => values[byte]);
}

function e4m3Value(byte: number): number {
  const sign = byte & 0x80 ? -1 : 1;
  const exponent = (byte >> 3) & 15;
  const fraction = byte & 7;
  if (exponent === 15 && fraction === 7) return Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -9;
  return sign * (1 + fraction / 8) * 2 ** (exponent - 7);
}
