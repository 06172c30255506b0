/** What a lasso on standardised columns needs of them, whatever the number of rows. */
export interface Correlations {
  /** Columns' correlations with one another, d x d. */
  readonly columns: Float64Array;
  /** Columns' correlations with the wanted numbers, [d]. */
  readonly wanted: Float64Array;
}

const mostSweeps = 1000;
const tolerance = 1e-9;

/**
 * The lasso (Tibshirani 1996) of standardised numbers on standardised columns, min_w 1/(2n) |y - X w|^2 + alpha |w|_1, by coordinate
 * descent on the correlations (Friedman, Hastie & Tibshirani 2010, J. Stat. Softw. 33(1), equations 5 and 9):
 *
 *   w_j <- soft(c_j - sum_{k != j} C_jk w_k, alpha) / C_jj
 *
 * A column that does not vary gets no weight. Costs d^2 a sweep. @param from Where it begins.
 */
export function lasso(
  { columns, wanted }: Correlations,
  alpha: number,
  from: Float64Array = new Float64Array(wanted.length),
): Float64Array {
  const d = wanted.length;
  const weights = from.slice();
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let change = 0;
    for (let j = 0; j < d; j++) {
      const own = columns[j * d + j];
      if (own === 0) continue;
      let rest = wanted[j];
      for (let k = 0; k < d; k++) if (k !== j) rest -= columns[j * d + k] * weights[k];
      const next = (Math.sign(rest) * Math.max(0, Math.abs(rest) - alpha)) / own;
      change = Math.max(change, Math.abs(next - weights[j]));
      weights[j] = next;
    }
    if (change < tolerance) break;
  }
  return weights;
}
