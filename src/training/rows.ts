import type { Dataset } from '../dataset/dataset';

/** Examples one after another, as a data set stores them. */
export type Rows = Dataset['values'];

/** Zeros of the kind that `like` is. */
export function emptyRows(like: Rows, length: number): Rows {
  return like instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
}

export function joinRows(parts: readonly Rows[]): Rows {
  const whole = emptyRows(
    parts[0],
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
