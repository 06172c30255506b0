import { emptyRows } from '../compute';
import type { Dataset } from '../dataset';

/** Examples one after another, as a data set stores them. */
export type Rows = Dataset['values'];

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
