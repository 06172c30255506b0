/**
 * How many codes of a list are in use: the perplexity exp(H), H = -sum_i p_i log p_i, of how often each is chosen (van den Oord et al.
 * 2017, arXiv 1711.00937). The error of H is sqrt((sum p_i log^2 p_i - H^2) / n) (Basharin 1959), that of exp(H) is exp(H) times it; of
 * fewer choices than a few for each code H is too low by about (K - 1) / (2 n) (Miller 1955).
 * @param counts How often each is chosen. Of no choice at all it is 1, with no error.
 */
export function perplexityOf(counts: ArrayLike<number>): { readonly value: number; readonly error: number } {
  let n = 0;
  for (let i = 0; i < counts.length; i++) n += counts[i];
  let [entropy, squares] = [0, 0];
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue;
    const p = counts[i] / n;
    entropy -= p * Math.log(p);
    squares += p * Math.log(p) ** 2;
  }
  const value = Math.exp(entropy);
  return { value, error: n > 0 ? value * Math.sqrt(Math.max(0, squares - entropy ** 2) / n) : 0 };
}
