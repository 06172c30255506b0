/** Digits that are told of a number: more say nothing to whoever reads them. */
const digits = 5;

/** JSON for whoever reads it by the word: numbers to a few digits, typed arrays as lists, what is no number as null. */
export function compactJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (ArrayBuffer.isView(inner) && !(inner instanceof DataView)) return Array.from(inner as Float32Array);
    return typeof inner === 'number' && !Number.isInteger(inner) ? Number(inner.toPrecision(digits)) : inner;
  });
}
