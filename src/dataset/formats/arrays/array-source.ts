import type { ColumnInfo, ColumnValues, DataFormat, DataSummary } from '../../../protocol/data';
import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import type { NumericData } from '../../bytes/elements';
import type { Dataset } from '../../examples/dataset';
import { featureName } from '../../examples/encoding/vectors';
import { amountColumn, labelColumn } from '../../examples/label-columns';
import { type Kept, keptColumn } from '../../examples/limit';
import { countsOf, divide, memoryBytes, streamedWarnings } from '../../examples/memory';
import { checkExamples, columnInfo, type ReadOptions, type Source } from '../../examples/source';
import { distinctNames } from '../../tables/column-names';
import type { Described, DescribingColumn } from './archive';
import { type ArrayChoice, chooseExamples, placesIn } from './array-choice';
import { encodeExamples } from './array-encoder';
import type { ArrayHead } from './array-head';
import { exampleBytes, type Layout, layoutOf } from './array-layout';
import { readExamples } from './array-sample';
import { arrayStream, streamExamples } from './array-stream';
import { readArray } from './array-values';

/** What describes an array: of each example of the whole, and of each feature. */
export interface ArrayDescription extends Described {
  readonly name: string;
  readonly format: DataFormat;
}

/**
 * A data set in one array, described by its head and whatever labels lie beside it.
 * @throws UserError data.array.shape when the array is neither images nor vectors.
 */
export async function arraySource(
  head: ArrayHead,
  { name, format, labels: { head: labels, warnings }, labelName, columns: others = [], features }: ArrayDescription,
  { config, encoding, task }: ReadOptions,
): Promise<Source> {
  const { path } = head;
  const layout = layoutOf(head.shape);
  if (!layout) throw new UserError('data.array.shape', { path, shape: `(${head.shape.join(', ')})` });
  const [examples] = head.shape;
  const division = divide(
    Math.min(examples, config.limit ?? examples),
    exampleBytes(head, layout),
    memoryBytes(config),
  );
  const choice = await chooseExamples({ examples, labels, labelName, division }, config, task);
  const { used, held, label } = choice;
  checkExamples(path, held.count, encoding === undefined);
  const described = [...(label ? [label] : []), ...(await describingColumns(others, held, task))];
  const names = layout.kind === 'vectors' ? await namesOf(layout.features, features, described, task) : null;
  const summary: DataSummary = {
    name,
    source: path,
    format,
    kind: layout.kind,
    ...countsOf(used.count, division),
    shape: layout.kind === 'images' ? layout.shape : [layout.features],
    dtype: head.dtype,
    columns: [...described.map(columnInfo), ...featuresOf(layout, names)],
    ...(label ? { label: label.name } : {}),
    warnings: [...warnings, ...streamedWarnings(path, division, used.count, config)],
  };
  return {
    summary,
    async load(): Promise<Dataset> {
      const streamed = division && (await streamExamples(head, choice, division, task));
      const data = streamed ? streamed.held : await readHeld(head, choice, task);
      const isSample = streamed !== null;
      const encoded = encodeExamples(data, head, layout, {
        encoding,
        isSample,
        counts: config.counts,
        names,
        placeOf: placesIn(held),
      });
      const { encoding: fitted, values, columns } = encoded;
      return {
        summary: { ...summary, warnings: [...summary.warnings, ...encoded.warnings] },
        encoding: fitted,
        values,
        columns: [...described, ...columns],
        source: () => ({ path }),
        ...(choice.labels ? { labels: choice.labels } : {}),
        ...(streamed ? { stream: arrayStream(streamed, choice, encoded, division.streamMemory) } : {}),
      };
    },
  };
}

/** Those of the examples in memory. */
async function describingColumns(
  columns: readonly DescribingColumn[],
  held: Kept,
  task: Task,
): Promise<ColumnValues[]> {
  const described: ColumnValues[] = [];
  for (const { name, role = 'factor', areAmounts, read } of columns) {
    const values = await read({ signal: task.signal });
    const column = areAmounts ? amountColumn(name, role, values) : labelColumn(name, role, values);
    described.push(keptColumn(column, held));
  }
  return described;
}

/** The names of the features, none of them that of a column which describes; null where they have none. */
async function namesOf(
  count: number,
  features: Described['features'],
  described: readonly ColumnValues[],
  task: Task,
): Promise<readonly string[] | null> {
  const names = await features?.(task);
  if (names?.length !== count) return null;
  return distinctNames([...described.map(({ name }) => name), ...names]).slice(described.length);
}

function featuresOf(layout: Layout, names: readonly string[] | null): ColumnInfo[] {
  if (layout.kind === 'images') return [];
  return Array.from({ length: layout.features }, (_, feature) => ({
    name: names?.[feature] ?? featureName(feature),
    role: 'feature',
    type: 'numeric',
  }));
}

/** The numbers of the examples that are in memory. */
async function readHeld(head: ArrayHead, { held }: ArrayChoice, task: Task): Promise<NumericData> {
  return held.indices ? readExamples(head, held.indices, task) : (await readArray(head, task, held.count)).data;
}
