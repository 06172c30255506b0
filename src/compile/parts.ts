import { availableParallelism } from 'node:os';

/** With fewer rows a core is done before the next one has heard of its part. */
const fewestRows = 8;

/** With more parts, adding their gradients up takes longer than what is gained. */
const mostParts = 8;

/**
 * How many rows of a batch each core gets. Two cores are hardly faster than one at products of matrices as small as ours,
 * so each operation runs on one core (see runtime/threads), and a graph computes a batch in as many parts as there are
 * cores, side by side.
 * Each row may stand for several that are computed from it.
 */
export function partSizes(rows: number, rowsForEach = 1): number[] {
  const parts = Math.max(1, Math.min(cores(), mostParts, rows, Math.floor((rows * rowsForEach) / fewestRows)));
  return Array.from({ length: parts }, (_, i) => partBegin(i + 1, rows, parts) - partBegin(i, rows, parts));
}

function partBegin(part: number, rows: number, parts: number): number {
  return Math.floor((part * rows) / parts);
}

/** Cores that a graph's operations are spread over: one where each operation spreads itself over all of them. */
function cores(): number {
  if (process.env.TF_NUM_INTRAOP_THREADS !== '1') return 1;
  return Number(process.env.TF_NUM_INTEROP_THREADS) || availableParallelism();
}
