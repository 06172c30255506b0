/** Codes after a uniform quantiser, and what they take. */
export interface Quantised {
  /** The middles of their cells, n x dims. */
  readonly values: Float32Array;
  /** Of one example, the mean: sum_j H_j. */
  readonly bits: number;
}

/** Of the search for a step: how often the interval is halved, and how far it goes to both sides, in powers of 2. */
const search = { halvings: 40, reach: 30 };

/**
 * Each coordinate as the middle of the cell that it lies in, s_j round(z_j / s_j), and the size of the numbers of these cells after an ideal
 * entropy code of each dimension for itself,
 *
 *   sum_j H_j,  H_j = -sum_k p_jk log2 p_jk + (K_j - 1) / (2 n ln 2)
 *
 * with p_jk the share of the examples whose coordinate j is in its k-th of K_j cells that are not empty. The second term is Miller's (1955): the
 * first alone is too small by as much where there are few examples. The tables of the code are not counted.
 *
 * Bits of one example. Costs n dims.
 * @param values n x dims @param steps [dims]
 */
export function quantise(values: Float32Array, steps: ArrayLike<number>): Quantised {
  const dims = steps.length;
  const n = values.length / dims;
  const cells = Array.from({ length: dims }, () => new Map<number, number>());
  const result = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const j = at % dims;
    const cell = Math.round(values[at] / steps[j]);
    cells[j].set(cell, (cells[j].get(cell) ?? 0) + 1);
    result[at] = cell * steps[j];
  }
  return { values: result, bits: cells.reduce((sum, counts) => sum + entropyOf([...counts.values()], n), 0) };
}

function entropyOf(counts: readonly number[], n: number): number {
  const plain = counts.reduce((sum, count) => sum - (count / n) * Math.log2(count / n), 0);
  return plain + (counts.length - 1) / (2 * n * Math.LN2);
}

/**
 * Quantised with one step for all dimensions, such that they take so many bits: what is best for orthogonal axes, and leaves out those whose
 * variance is below the square of the step, as reverse water-filling does (Cover & Thomas 2006, section 10.3.3). Found by bisection.
 */
export function quantiseTo(bits: number, values: Float32Array, dims: number): Quantised {
  const scale = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length) || 1;
  let [low, high] = [-search.reach, search.reach];
  let found = quantise(values, new Float64Array(dims).fill(scale));
  for (let i = 0; i < search.halvings && Math.abs(found.bits - bits) > 1e-3 * bits; i++) {
    const middle = (low + high) / 2;
    found = quantise(values, new Float64Array(dims).fill(scale * 2 ** middle));
    if (found.bits > bits) low = middle;
    else high = middle;
  }
  return found;
}
