import type { SigmaHistograms } from '../protocol/posterior-bodies';

const bins = 24;
/** A little beyond the prior's 1: there is little beyond, as a rule. */
const largest = 1.2;

/** @param logVars Of the posteriors, examples x latent; what is no number is in no bin. */
export function sigmaHistogramsOf(logVars: Float32Array, latent: number): Omit<SigmaHistograms, 'epoch'> {
  const counts = new Uint32Array(latent * bins);
  for (let at = 0; at < logVars.length; at++) {
    const bin = Math.floor((Math.exp(logVars[at] / 2) / largest) * bins);
    if (bin >= 0) counts[(at % latent) * bins + Math.min(bins - 1, bin)]++;
  }
  return { edges: Float64Array.from({ length: bins + 1 }, (_, i) => (i * largest) / bins), counts };
}
