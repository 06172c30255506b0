import type { DataConfig } from '../../protocol/config';
import type { ColumnInfo, DataFormat, DataSummary } from '../../protocol/data';
import { type Sentence, UserError } from '../../protocol/errors';
import type { Dataset, Encoding } from '../dataset';
import { featureName } from '../encoding/vectors';
import { checkMemory, conversionOf, type Division, divide, memoryBytes, streamedWarning } from '../memory';
import { checkExamples, columnInfo, type Source } from '../source';
import type { Task } from '../task';
import { type ArrayChoice, chooseExamples, placesIn } from './array-choice';
import { encodeExamples } from './array-encoder';
import type { ArrayHead } from './array-head';
import { exampleBytes, type Layout, layoutOf } from './array-layout';
import { ArrayRows } from './array-rows';
import { readExamples } from './array-sample';
import { arrayStream } from './array-stream';
import { readArray } from './array-values';
import type { NumericData } from './elements';
import type { LabelHead } from './labels';

export interface ArrayDescription {
  readonly name: string;
  readonly format: DataFormat;
  /** One for each example of the whole array. */
  readonly labels: LabelHead | null;
  readonly warnings: readonly Sentence[];
}

interface Options {
  readonly config: DataConfig;
  readonly encoding?: Encoding;
  readonly task: Task;
}

/** Examples that memory does not hold. */
interface Streamed {
  readonly rows: ArrayRows;
  readonly division: Division;
}

/**
 * A data set in one array, described by its head and whatever labels lie beside it.
 * @throws UserError data.array.shape when the array is neither images nor vectors; data.memory.convert.
 */
export async function arraySource(
  head: ArrayHead,
  { name, format, labels, warnings }: ArrayDescription,
  { config, encoding, task }: Options,
): Promise<Source> {
  const { path } = head;
  const layout = layoutOf(head.shape);
  if (!layout) throw new UserError('data.array.shape', { path, shape: `(${head.shape.join(', ')})` });
  const streamed = await streamedPart(head, layout, config, { labels, task });
  const choice = await chooseExamples(
    { examples: head.shape[0], labels, division: streamed?.division ?? null },
    config,
    task,
  );
  const { used, held, label } = choice;
  checkExamples(path, held.count, encoding === undefined);
  const described = label ? [label] : [];
  const summary: DataSummary = {
    name,
    source: path,
    format,
    kind: layout.kind,
    examples: held.count,
    ...(streamed ? { streamed: used.count } : {}),
    shape: layout.kind === 'images' ? layout.shape : [layout.features],
    dtype: head.dtype,
    columns: [...described.map(columnInfo), ...featuresOf(layout)],
    ...(label ? { label: label.name } : {}),
    warnings: streamed ? [...warnings, streamedWarning(path, streamed.division, used.count, config)] : warnings,
  };
  return {
    summary,
    async load(): Promise<Dataset> {
      const data = await readHeld(head, choice, streamed, task);
      const encoded = encodeExamples(data, head, layout, {
        encoding,
        isSample: streamed !== null,
        placeOf: placesIn(held),
      });
      const { encoding: fitted, values, columns } = encoded;
      return {
        summary: { ...summary, warnings: [...summary.warnings, ...encoded.warnings] },
        encoding: fitted,
        values,
        columns: [...described, ...columns],
        source: () => ({ path }),
        ...(streamed ? { stream: arrayStream(streamed.rows, choice, encoded, streamed.division.streamMemory) } : {}),
      };
    },
  };
}

/** Null where memory holds all examples that are used. @throws UserError data.memory.convert. */
async function streamedPart(
  head: ArrayHead,
  layout: Layout,
  config: DataConfig,
  { labels, task }: { readonly labels: LabelHead | null; readonly task: Task },
): Promise<Streamed | null> {
  const examples = Math.min(head.shape[0], config.limit ?? head.shape[0]);
  const bytes = exampleBytes(head, layout);
  const division = divide(examples, bytes, memoryBytes(config));
  if (!division) return null;
  const rows = await ArrayRows.of(head, task);
  if (rows) return { rows, division };
  checkMemory(
    head.path,
    examples * Math.max(bytes.stored, bytes.encoded),
    config,
    conversionOf(head.path, config, labels !== null),
  );
  return null;
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
async function readHeld(
  head: ArrayHead,
  { held }: ArrayChoice,
  streamed: Streamed | null,
  task: Task,
): Promise<NumericData> {
  if (!held.indices) return (await readArray(head, task, held.count)).data;
  if (!streamed) return readExamples(head, held.indices, task);
  try {
    return await streamed.rows.pick(held.indices, task);
  } finally {
    await streamed.rows.close();
  }
}
