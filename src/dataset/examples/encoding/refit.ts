import type { Dataset, EncodedColumn } from '../dataset';
import { Moments, widthOf } from './columns';
import { featureColumns, withLibrary } from './vectors';

/**
 * The same data set with its numbers standardised by those that it holds. Means and deviations are of the column's own numbers
 * where they are there, as when a file is read; a missing one is the mean, as before. Pixels and text have nothing to fit.
 */
export function refit(dataset: Dataset): Dataset {
  const { encoding } = dataset;
  if (encoding.kind !== 'columns' || !(dataset.values instanceof Float32Array)) return dataset;
  const { examples } = dataset.summary;
  const width = dataset.values.length / examples;
  const values = dataset.values.slice();
  const columns: EncodedColumn[] = [];
  let at = 0;
  for (const column of encoding.columns) {
    columns.push(
      column.type === 'numeric' && !column.isCount ? refitColumn(dataset, column, values, { at, width }) : column,
    );
    at += widthOf(column);
  }
  const refitted = withLibrary({ kind: 'columns', columns }, values);
  return { ...dataset, encoding: refitted, values, columns: restoredColumns(dataset, { encoding: refitted, values }) };
}

type Numeric = Extract<EncodedColumn, { type: 'numeric' }>;

function refitColumn(
  { columns, summary: { examples, kind } }: Dataset,
  column: Numeric,
  values: Float32Array,
  { at, width }: { readonly at: number; readonly width: number },
): Numeric {
  // Dates have more digits than a column's floats; vectors' columns are computed from the inputs themselves.
  const isThere = column.unit === undefined && kind === 'table';
  const own = columns.find(({ name, role, type }) => name === column.name && role === 'feature' && type === 'numeric');
  const numbers =
    (isThere ? own?.values : undefined) ??
    Float32Array.from({ length: examples }, (_, row) => restored(values[row * width + at]));
  function restored(input: number): number {
    return input * column.deviation + column.mean;
  }
  const moments = new Moments();
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of numbers) {
    if (!Number.isFinite(value)) continue;
    moments.add(value);
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  // Nothing but missing values: there is nothing to fit.
  if (moments.count === 0) return column;
  const { mean, deviation } = moments.column(column.name, low === high);
  for (let row = 0; row < examples; row++) {
    const value = numbers[row];
    values[row * width + at] = Number.isFinite(value) ? (value - mean) / deviation : 0;
  }
  return { ...column, mean, deviation };
}

/** Vectors' columns are computed from the inputs, and so from these now. */
function restoredColumns(
  { columns, summary }: Dataset,
  restored: {
    readonly encoding: { readonly kind: 'columns'; readonly columns: readonly EncodedColumn[] };
    readonly values: Float32Array;
  },
): Dataset['columns'] {
  if (summary.kind !== 'vectors') return columns;
  const features = new Map(featureColumns(restored).map((column) => [column.name, column]));
  return columns.map((column) => (column.role === 'feature' ? (features.get(column.name) ?? column) : column));
}
