/** A fitted sum of trees. */
export interface BoostedTrees {
  /** Of each column, how much its splits lower the squared error, as a part of what all do; 0 where there is no split. */
  readonly importances: Float64Array;
  /** The mean of the squared errors over some rows. */
  errorOf(rows: Int32Array): number;
}

/** The usual ones of scikit-learn, but for half as many trees. */
export const forest = { trees: 50, depth: 3, rate: 0.1 } as const;

/** Columns by the parts that their values are in, so few that splits between all of them are tried. */
export interface BinnedColumns {
  readonly columns: readonly Int32Array[];
  /** Parts are numbered from 0 to below this. */
  readonly bins: number;
}

/**
 * Gradient boosting of regression trees by squared error (Friedman 2001, "Greedy Function Approximation: A Gradient Boosting Machine",
 * Annals of Statistics 29, algorithm 2): each tree is fitted to what those before it leave over, F <- F + rate tree. A tree splits where the
 * squared error falls most, by n_l n_r / (n_l + n_r) (mean_l - mean_r)^2, of all borders between parts of all columns; leaves have means. Costs trees x depth
 * x rows x columns.
 * @param target A number of each row. @param fitted Rows that it is fitted to.
 */
export function fitBoostedTrees(
  data: BinnedColumns,
  target: Float64Array,
  fitted: Int32Array,
  { trees, depth, rate } = forest as { readonly trees: number; readonly depth: number; readonly rate: number },
): BoostedTrees {
  const all = Int32Array.from(target.keys());
  const mean = meanAt(target, fitted);
  const left = target.map((value) => value - mean);
  const importances = new Float64Array(data.columns.length);
  for (let tree = 0; tree < trees; tree++) grow(data, left, { fitted, reached: all }, depth, rate, importances);
  const total = importances.reduce((sum, value) => sum + value, 0);
  return {
    importances: total > 0 ? importances.map((value) => value / total) : importances,
    errorOf: (rows) => rows.reduce((sum, row) => sum + left[row] ** 2, 0) / rows.length,
  };
}

/** The rows of a node: those that it is fitted to, and all that come to it. */
interface Node {
  readonly fitted: Int32Array;
  readonly reached: Int32Array;
}

/** Takes from what is left over what a tree says; adds to the importances. */
function grow(
  data: BinnedColumns,
  left: Float64Array,
  { fitted, reached }: Node,
  depth: number,
  rate: number,
  importances: Float64Array,
): void {
  const split = depth > 0 ? bestSplit(data, left, fitted) : null;
  if (!split) {
    const step = rate * meanAt(left, fitted);
    for (const row of reached) left[row] -= step;
    return;
  }
  importances[split.column] += split.gain;
  const part = data.columns[split.column];
  // Both sides are told apart before either changes what is left over.
  const [ofFitted, ofReached] = [fitted, reached].map((rows) => sidesOf(rows, part, split.border));
  for (const side of [0, 1])
    grow(data, left, { fitted: ofFitted[side], reached: ofReached[side] }, depth - 1, rate, importances);
}

/** Rows up to a border, and those beyond. */
function sidesOf(rows: Int32Array, part: Int32Array, border: number): readonly [Int32Array, Int32Array] {
  const sorted = new Int32Array(rows.length);
  let [low, high] = [0, rows.length];
  for (const row of rows) {
    if (part[row] <= border) sorted[low++] = row;
    else sorted[--high] = row;
  }
  return [sorted.subarray(0, low), sorted.subarray(low)];
}

interface Split {
  readonly column: number;
  /** The last part of the lower side. */
  readonly border: number;
  readonly gain: number;
}

function bestSplit({ columns, bins }: BinnedColumns, left: Float64Array, rows: Int32Array): Split | null {
  let best: Split | null = null;
  const [sums, counts] = [new Float64Array(bins), new Float64Array(bins)];
  const total = rows.reduce((sum, row) => sum + left[row], 0);
  for (const [column, part] of columns.entries()) {
    sums.fill(0);
    counts.fill(0);
    for (const row of rows) {
      sums[part[row]] += left[row];
      counts[part[row]]++;
    }
    let [sum, count] = [0, 0];
    for (let border = 0; border < bins - 1; border++) {
      sum += sums[border];
      count += counts[border];
      const others = rows.length - count;
      if (count === 0 || others === 0 || counts[border] === 0) continue;
      const gain = ((count * others) / rows.length) * (sum / count - (total - sum) / others) ** 2;
      if (gain > 1e-12 * rows.length && gain > (best?.gain ?? 0)) best = { column, border, gain };
    }
  }
  return best;
}

function meanAt(values: Float64Array, rows: Int32Array): number {
  return rows.reduce((sum, row) => sum + values[row], 0) / rows.length;
}
