import { asInputs, gatherStored } from '../compute';
import type { Dataset } from '../dataset';
import { expandCodes } from '../dataset';

/** Rows `indices` as the model gives them back, examples x features; bytes become value / 255, text one-hot. */
export function gatherRows(dataset: Dataset, indices: ArrayLike<number>): Float32Array {
  const { summary } = dataset;
  const stored = gatherStored(dataset, indices);
  return summary.kind === 'text' ? expandCodes(stored, summary.shape[1]) : asInputs(stored);
}
