import type { Estimate } from '../estimate';
import { jackknife } from '../jackknife';
import { coordinate, type Points } from '../points';
import { spearman } from '../spearman';
import type { Factor } from './factors';
import { bins, entropy, histogramBins, mutualInformation } from './mutual-information';

/** What a dimension follows. */
export interface FollowedColumn {
  readonly dimension: number;
  readonly column: string;
  /** I(z_j; column) / H(column): 1 where the dimension tells the column, by so many parts of both. */
  readonly share: Estimate;
  /** What a dimension that has nothing to do with it would reach, by chance. */
  readonly chance: number;
  /** Of numbers: Spearman's correlation, which tells whether it rises or falls with them. */
  readonly correlation: Estimate | null;
}

/**
 * Of each dimension the column that it says most of, by the share of the column's entropy that it knows (the uncertainty coefficient,
 * Theil 1970): any relation, not lines alone. Parts of equal width of the dimension; categories, and numbers by tenths of the examples.
 * Null where no column is known beyond chance by two standard errors. The error is by the jackknife of the examples, for the
 * column as found. Costs n d columns.
 */
export function followedColumns(codes: Points, columns: readonly Factor[]): readonly (FollowedColumn | null)[] {
  const entropies = columns.map(({ levels }) => entropy(levels));
  const n = codes.values.length / codes.dims;
  return Array.from({ length: codes.dims }, (_, dimension) => {
    const values = coordinate(codes, dimension);
    const parts = histogramBins(values);
    const shares = columns.map(({ levels }, k) => mutualInformation(parts, levels) / entropies[k]);
    const best = shares.indexOf(Math.max(...shares));
    if (best < 0) return null;
    const { name, levels, numbers, count } = columns[best];
    const [share] = jackknife(n, (rows) => {
      const own = Int32Array.from(rows, (row) => levels[row]);
      return [
        mutualInformation(
          Int32Array.from(rows, (row) => parts[row]),
          own,
        ) / entropy(own),
      ];
    });
    const chance = ((bins - 1) * (count - 1)) / (2 * n * entropies[best]);
    if (share.value - chance <= 2 * (share.error ?? 0)) return null;
    return { dimension, column: name, share, chance, correlation: numbers && rankCorrelation(values, numbers) };
  });
}

/** With the standard error (1 - r^2) sqrt((1 + r^2 / 2) / (n - 3)) (Bonett & Wright 2000, Psychometrika 65). */
function rankCorrelation(x: Float64Array, y: Float64Array): Estimate {
  const n = x.length;
  const value = spearman(x, y);
  return { value, error: n > 3 ? (1 - value ** 2) * Math.sqrt((1 + value ** 2 / 2) / (n - 3)) : null, n };
}
