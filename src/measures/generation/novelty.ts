import type { Estimate } from '../estimate';
import { jackknife } from '../jackknife';

/**
 * How far new samples are from what was trained on, by what held-out examples are: the median distance of a sample to its nearest
 * training example (in synthetic tables the "distance to the closest record", Zhao et al. 2021, "CTAB-GAN", arXiv 2102.08369, section 4)
 * over that of a held-out example. About 1 of samples as new as new data, 0 of copies, above 1 of samples that are like nothing there.
 * Of equally many of both; its error
 * is by the jackknife of pairs of them. Null where most held-out examples are themselves in the training half.
 * @param samples @param heldOut Distances to the nearest training example, in one unit.
 */
export function distanceRatio(samples: Float64Array, heldOut: Float64Array): Estimate | null {
  if (median(heldOut) === 0) return null;
  const n = Math.min(samples.length, heldOut.length);
  const at = (values: Float64Array, rows: Int32Array) => median(Float64Array.from(rows, (row) => values[row]));
  const [ratio] = jackknife(n, (rows) => [at(samples, rows) / at(heldOut, rows)]);
  return ratio;
}

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
