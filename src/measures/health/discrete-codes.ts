import { perplexityOf } from '../../exploration/discrete/code-usage';
import type { Estimate } from '../estimate';

export interface CodeUsage {
  readonly perplexity: Estimate;
  /** Codes that no example uses. */
  readonly dead: number;
  /** Codes that there are. */
  readonly codes: number;
}

/** How many codes of a list are in use, as `perplexityOf` has it. Costs n. @param choices Numbers of codes, from 0. */
export function codeUsage(choices: ArrayLike<number>, codes: number): CodeUsage {
  const n = choices.length;
  const counts = new Float64Array(codes);
  for (let i = 0; i < n; i++) counts[choices[i]]++;
  return { perplexity: { ...perplexityOf(counts), n }, dead: counts.filter((count) => count === 0).length, codes };
}
