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
  const codes = codesOf(labels, column);
  const relabelled = describedColumn(column, () =>
    column.values.map((value, index) => codes.get(stream?.placeOf(index) ?? index) ?? value),
  );
  return {
    ...dataset,
    columns: dataset.columns.map((each) => (each === column ? relabelled : each)),
    ...(dataset.labels && { labels: dataset.labels.map((value, place) => codes.get(place) ?? value) }),
  };
}

function labelled({ labels = {} }: Corrections): ReadonlyMap<number, string> {
  return new Map(Object.entries(labels).map(([row, label]) => [Number(row), label]));
}

/** The place among the categories of the column of the label that each row is given. */
function codesOf(labels: ReadonlyMap<number, string>, { name, categories = [] }: ColumnValues): Map<number, number> {
  const codes = new Map<number, number>();
  for (const [row, label] of labels) {
    const code = categories.indexOf(label);
    if (code < 0) throw new UserError('corrections.noClass', { row, label, column: name });
    codes.set(row, code);
  }
  return codes;
}
