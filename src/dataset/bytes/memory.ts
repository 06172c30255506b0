/** The largest alignment that a native library asks for: of AVX-512, and a line of the cache. */
const alignment = 64;
/** What the allocators of Linux keep in front of memory that they map, and so of all that is large. Pages have no process. */
const inFront = globalThis.process?.platform === 'linux' ? 16 : 0;
/** Less is copied in no time, and lies wherever there is room. */
const large = 1 << 20;

/**
 * Room for so many bytes, all 0, where a native library can compute with them: it makes a copy of what is not aligned. Whoever
 * looks at its `buffer` must heed where in it the bytes begin.
 */
export function allocate(bytes: number): Uint8Array<ArrayBuffer> {
  if (bytes < large) return new Uint8Array(bytes);
  return new Uint8Array(new ArrayBuffer(bytes + alignment), (alignment - inFront) % alignment, bytes);
}

/** Room for so many numbers, all 0. */
export function allocateFloats(numbers: number): Float32Array<ArrayBuffer> {
  return viewed(Float32Array, allocate(numbers * Float32Array.BYTES_PER_ELEMENT));
}

/** A kind of numbers in memory. */
export interface NumbersKind<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, byteOffset: number, length: number): T;
}

/** Bytes of this machine's order as numbers of a kind, where they are. */
export function viewed<T>(Numbers: NumbersKind<T>, { buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): T {
  return new Numbers(buffer, byteOffset, byteLength / Numbers.BYTES_PER_ELEMENT);
}

/** The bytes that numbers are kept in. */
export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
