import { availableParallelism } from 'node:os';
import { isRelease1 } from '../graph/native';
import type { ModelConfig } from '../protocol/config';

type Architecture = ModelConfig['architecture'];

/** With fewer rows a core is done before the next one has heard of its part. */
const fewestRows = 8;

/**
 * Of the feature maps of convolutions, and of what the places of a text give each other, more rows leave the core's caches before
 * the next operation reads them. So do those of dense layers where examples are taken several times; and the system's allocator
 * maps and clears so large tensors anew at each operation, which takes as long as computing them.
 */
function mostRows(architecture: Architecture, rowsForEach: number): number {
  if (architecture === 'dense') return rowsForEach > 1 ? 512 : Number.POSITIVE_INFINITY;
  // Each step of a recurrent network waits for the one before it: fewer rows would leave it with the same waiting.
  if (architecture === 'gru') return Number.POSITIVE_INFINITY;
  if (architecture === 'transformer') return 16;
  return isRelease1() ? 64 : 256;
}

/** With more parts, adding their gradients up takes longer than what is gained, and so does making the graph. */
const mostParts = 8;

/**
 * How many rows of a batch each part has that a graph computes side by side with the others. Two cores are hardly faster
 * than one at products of matrices as small as ours, so each operation runs on one core (see runtime/threads), and there
 * are as many parts as cores; more where parts would be too large for a core's caches.
 * Each row may stand for several that are computed from it.
 */
export function partSizes(rows: number, architecture: Architecture, rowsForEach = 1): number[] {
  const cores = usableCores();
  if (cores === null) return [rows];
  const computed = rows * rowsForEach;
  const forCores = Math.min(cores, mostParts, Math.floor(computed / fewestRows));
  // As many for each core.
  const forCaches = cores * Math.floor(Math.min(mostParts, computed / mostRows(architecture, rowsForEach)) / cores);
  const parts = Math.max(1, Math.min(rows, Math.max(forCores, forCaches)));
  return Array.from({ length: parts }, (_, i) => partBegin(i + 1, rows, parts) - partBegin(i, rows, parts));
}

function partBegin(part: number, rows: number, parts: number): number {
  return Math.floor((part * rows) / parts);
}

/** The cores that graphs are made for, where it is not those of this machine. */
let planned: number | null | undefined;

/**
 * Has graphs made from now on have their parts for as many cores as another machine had; undefined: for this machine's.
 * Sums depend on the parts by their rounding, so a run keeps those that it began with, wherever it goes on.
 */
export function planParts(cores: number | null | undefined): void {
  planned = cores;
}

/** Cores that a graph's operations are spread over; null where each operation spreads itself over all of them. */
export function usableCores(): number | null {
  if (planned !== undefined) return planned;
  if (process.env.TF_NUM_INTRAOP_THREADS !== '1') return null;
  return Number(process.env.TF_NUM_INTEROP_THREADS) || availableParallelism();
}
