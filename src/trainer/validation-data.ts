import { type Dataset, describedColumn, openDataset, type WantedData } from '../dataset';
import type { ColumnValues } from '../protocol/data';
import { UserError } from '../protocol/errors';
import type { Task } from '../task';

/**
 * The data set, and after its own examples those of the data to validate with, where there are such: read by its settings, and in its
 * encoding, which knows nothing of them.
 * @throws UserError data.*, training.validation-needs-memory
 */
export async function withValidation(dataset: Dataset, data: WantedData, task: Task): Promise<Dataset> {
  const { validation: { source, labels, array } = {}, exclude: _, limit: __, corrections: ___, ...asked } = data;
  if (source === undefined) return dataset;
  if (dataset.stream) throw new UserError('training.validation-needs-memory');
  const { labels: named, ...reading } = asked;
  // A column has its name in both; a file of labels is of one of them.
  const column = dataset.summary.columns.some(({ name }) => name === named) ? named : undefined;
  const wanted = {
    ...reading,
    source,
    ...(array !== undefined && { array }),
    ...((labels ?? column) !== undefined && { labels: labels ?? column }),
  };
  const held = await openDataset(wanted, { ...task, encoding: dataset.encoding });
  if (held.stream) {
    await held.stream.close();
    throw new UserError('training.validation-needs-memory');
  }
  return joined(dataset, held);
}

/** A data set with the examples of another one of its encoding after its own, which alone describe it. */
export function joined(own: Dataset, held: Dataset): Dataset {
  const examples = own.summary.examples;
  const columns = own.columns.map((column) => joinedColumn(column, held, examples));
  const warnings = held.summary.warnings.filter(({ code }) => code !== 'data.excluded');
  return {
    ...own,
    summary: {
      ...own.summary,
      examples: examples + held.summary.examples,
      heldOut: held.summary.examples,
      columns: own.summary.columns.map((info) => {
        const { categories } = columns.find(({ name, role }) => name === info.name && role === info.role) ?? {};
        return categories ? { ...info, categories } : info;
      }),
      warnings: [...own.summary.warnings, ...warnings],
    },
    values: joinedValues(own.values, held.values),
    columns,
    source: (index) => (index < examples ? own.source(index) : held.source(index - examples)),
    ...(own.origin && { origin: (index) => (index < examples ? (own.origin?.(index) ?? index) : index) }),
  };
}

/** Bytes stand for value / 255: where one of them has other numbers, they become such. */
function joinedValues(own: Dataset['values'], held: Dataset['values']): Dataset['values'] {
  const size = own.length + held.length;
  const areBytes = own instanceof Uint8Array && held instanceof Uint8Array;
  const all = areBytes ? new Uint8Array(size) : new Float32Array(size);
  for (const [values, at] of [
    [own, 0],
    [held, own.length],
  ] as const) {
    all.set(areBytes || values instanceof Float32Array ? values : Float32Array.from(values, (byte) => byte / 255), at);
  }
  return all;
}

/** A column with the values of the other data under its name; categories that only these have come last. */
function joinedColumn(column: ColumnValues, held: Dataset, examples: number): ColumnValues {
  const { name, role, type } = column;
  const others = held.columns.find((other) => other.name === name && other.type === type);
  const categories = column.categories && [...new Set([...column.categories, ...(others?.categories ?? [])])];
  // Features of vectors are computed once somebody wants to see them.
  return describedColumn({ name, role, type, categories }, () =>
    joinedNumbers(column, others, categories, examples, held.summary.examples),
  );
}

function joinedNumbers(
  { values: own }: ColumnValues,
  others: ColumnValues | undefined,
  categories: readonly string[] | undefined,
  examples: number,
  held: number,
): Float32Array {
  const all = new Float32Array(examples + held).fill(Number.NaN);
  all.set(own);
  if (!others) return all;
  const codes = others.categories?.map((category) => categories?.indexOf(category) ?? Number.NaN);
  all.set(codes ? others.values.map((code) => codes[code] ?? Number.NaN) : others.values, examples);
  return all;
}
