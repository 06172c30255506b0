/** The largest number that float16 has; larger ones have no place in it. */
const largest = 65504;
/** The smallest that it has with all of its digits. Below, it counts in steps of 2^-24. */
const smallestNormal = 2 ** -14;

/** Whether all values have a neighbour in float16: none is beyond its largest number. */
export function fitsHalf(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]) > largest) return false;
  return true;
}

/**
 * The nearest float16 of each value, ties to even, as its bits (IEEE 754 binary16). The error is at most 2^-11 of a value, and
 * 2^-25 of those below 2^-14.
 */
export function toHalf(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < halves.length; i++) halves[i] = halfOf(values[i], bits[i]);
  return halves;
}

/** The values of float16 numbers, exactly. */
export function fromHalf(halves: Uint16Array): Float32Array<ArrayBuffer> {
  table ??= Float32Array.from({ length: 2 ** 16 }, (_, half) => wideOf(half));
  const values = new Float32Array(halves.length);
  for (let i = 0; i < values.length; i++) values[i] = table[halves[i]];
  return values;
}

/** Of all there are. */
let table: Float32Array | undefined;

/** @param bits Of the value, as float32. */
function halfOf(value: number, bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude >= 0x7f800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
  const size = Math.abs(value);
  if (size < smallestNormal) return sign | roundEven(size * 2 ** 24);
  // The exponent's bias is 15 in place of 127, and 13 bits of the fraction are rounded off; a carry goes into the exponent.
  const kept = magnitude - (112 << 23);
  return sign | Math.min((kept + 0xfff + ((kept >>> 13) & 1)) >>> 13, 0x7c00);
}

function roundEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest === 0.5) return below + (below % 2);
  return rest < 0.5 ? below : below + 1;
}

function wideOf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
