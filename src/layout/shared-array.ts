interface SharedArray<T> {
  new (buffer: SharedArrayBuffer): T;
  readonly BYTES_PER_ELEMENT: number;
}

/** An array in memory that threads share. */
export function shared<T extends Int32Array | Uint32Array | Float32Array | Float64Array>(
  Type: SharedArray<T>,
  length: number,
  valueAt?: (index: number) => number,
): T {
  const array = new Type(new SharedArrayBuffer(length * Type.BYTES_PER_ELEMENT));
  if (valueAt) for (let i = 0; i < length; i++) array[i] = valueAt(i);
  return array;
}
