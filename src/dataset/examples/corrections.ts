import type { Corrections } from '../../protocol/config';
import type { ColumnValues } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import type { Dataset } from './dataset';
import { describedColumn } from './described-column';
import { fingerprint } from './fingerprint';

/**
 * The data set with other labels. What the model sees stays as it is.
 * @param fitted An encoding was given: what is corrected was checked when that was made.
 * @throws UserError corrections.otherData, corrections.noLabels, corrections.noClass, corrections.noRow
 */
export function corrected(dataset: Dataset, corrections: Corrections, fitted: boolean): Dataset {
  const { stream, summary } = dataset;
  const all = stream?.examples ?? summary.examples;
  if (corrections.examples !== all || (!fitted && corrections.fingerprint !== fingerprint(dataset))) {
    throw new UserError('corrections.otherData', { data: summary.source });
  }
  const rows = [...(corrections.exclude ?? []), ...(corrections.reviewed ?? []), ...labelled(corrections).keys()];
  const wrong = rows.find((row) => row >= all);
  if (wrong !== undefined) throw new UserError('corrections.noRow', { row: wrong, examples: all });
  const labels = labelled(corrections);
  if (labels.size === 0) return dataset;
  const column = dataset.columns.find(({ name, type }) => name === summary.label && type === 'category');
  if (!column) throw new UserError('corrections.noLabels', { data: summary.source });
  const relabelled = withLabels(column, labels, (index) => stream?.placeOf(index) ?? index);
  return { ...dataset, columns: dataset.columns.map((each) => (each === column ? relabelled : each)) };
}

function labelled({ labels = {} }: Corrections): ReadonlyMap<number, string> {
  return new Map(Object.entries(labels).map(([row, label]) => [Number(row), label]));
}

function withLabels(
  column: ColumnValues,
  labels: ReadonlyMap<number, string>,
  rowOf: (index: number) => number,
): ColumnValues {
  const { name, categories = [] } = column;
  for (const [row, label] of labels) {
    if (!categories.includes(label)) throw new UserError('corrections.noClass', { row, label, column: name });
  }
  return describedColumn(column, () =>
    column.values.map((value, index) => {
      const label = labels.get(rowOf(index));
      return label === undefined ? value : categories.indexOf(label);
    }),
  );
}
