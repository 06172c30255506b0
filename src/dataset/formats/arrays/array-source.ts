import type { ColumnInfo, DataFormat, DataSummary } from '../../../protocol/data';
import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import type { NumericData } from '../../bytes/elements';
import type { Dataset } from '../../examples/dataset';
import { featureName } from '../../examples/encoding/vectors';
import { countsOf, divide, memoryBytes, streamedWarnings } from '../../examples/memory';
import { checkExamples, columnInfo, type ReadOptions, type Source } from '../../examples/source';
import { type ArrayChoice, chooseExamples, placesIn } from './array-choice';
import { encodeExamples } from './array-encoder';
import type { ArrayHead } from './array-head';
import { exampleBytes, type Layout, layoutOf } from './array-layout';
import { readExamples } from './array-sample';
import { arrayStream, streamExamples } from './array-stream';
import { readArray } from './array-values';
import type { LocatedLabels } from './located-labels';

export interface ArrayDescription {
  readonly name: string;
  readonly format: DataFormat;
  /** One for each example of the whole array. */
  readonly labels: LocatedLabels;
}

/**
 * A data set in one array, described by its head and whatever labels lie beside it.
 * @throws UserError data.array.shape when the array is neither images nor vectors.
 */
export async function arraySource(
  head: ArrayHead,
  { name, format, labels: { head: labels, warnings } }: ArrayDescription,
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
  const choice = await chooseExamples({ examples, labels, division }, config, task);
  const { used, held, label } = choice;
  checkExamples(path, held.count, encoding === undefined);
  const described = label ? [label] : [];
  const summary: DataSummary = {
    name,
    source: path,
    format,
    kind: layout.kind,
    ...countsOf(used.count, division),
    shape: layout.kind === 'images' ? layout.shape : [layout.features],
    dtype: head.dtype,
    columns: [...described.map(columnInfo), ...featuresOf(layout)],
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
        placeOf: placesIn(held),
      });
      const { encoding: fitted, values, columns } = encoded;
      return {
        summary: { ...summary, warnings: [...summary.warnings, ...encoded.warnings] },
        encoding: fitted,
        values,
        columns: [...described, ...columns],
        source: () => ({ path }),
        ...(streamed ? { stream: arrayStream(streamed, choice, encoded, division.streamMemory) } : {}),
      };
    },
  };
}

function featuresOf(layout: Layout): ColumnInfo[] {
  if (layout.kind === 'images') return [];
  return Array.from({ length: layout.features }, (_, feature) => ({
    name: featureName(feature),
    role: 'feature',
    type: 'numeric',
  }));
}

/** The numbers of the examples that are in memory. */
async function readHeld(head: ArrayHead, { held }: ArrayChoice, task: Task): Promise<NumericData> {
  return held.indices ? readExamples(head, held.indices, task) : (await readArray(head, task, held.count)).data;
}
