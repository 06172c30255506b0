import type { Estimate } from '../estimate';

export interface CodeUsage {
  /** exp of the entropy of which codes are used: so many, if all are used alike. */
  readonly perplexity: Estimate;
  /** Codes that no example uses. */
  readonly dead: number;
  /** Codes that there are. */
  readonly codes: number;
}

/**
 * How many codes of a list are in use (the perplexity of van den Oord et al. 2017's VQ-VAE, arXiv 1711.00937): exp(H), H = -sum_i p_i
 * log p_i. The error of H is sqrt((sum p_i log^2 p_i - H^2) / n) (Basharin 1959), that of exp(H) is exp(H) times it; of fewer choices
 * than a few for each code H is too low by about (K - 1) / (2 n) (Miller 1955). Costs n.
 * @param choices Numbers of codes, from 0.
 */
export function codeUsage(choices: ArrayLike<number>, codes: number): CodeUsage {
  const n = choices.length;
  const counts = new Float64Array(codes);
  for (let i = 0; i < n; i++) counts[choices[i]]++;
  let [entropy, squares] = [0, 0];
  for (const count of counts) {
    if (count === 0) continue;
    const p = count / n;
    entropy -= p * Math.log(p);
    squares += p * Math.log(p) ** 2;
  }
  const value = Math.exp(entropy);
  const error = value * Math.sqrt(Math.max(0, squares - entropy ** 2) / n);
  return { perplexity: { value, error, n }, dead: counts.filter((count) => count === 0).length, codes };
}
