import type { StoredSummary } from '../../protocol/data';
import { type Sentence, UserError } from '../../protocol/errors';
import type { Task } from '../../task';
import { elementTypes, product } from '../bytes/elements';
import { ExampleCounter } from '../examples/example-counter';
import type { StoredArray, StoredData, StoredWords } from '../formats/stored-data';

/** Reads stored data once from end to end and tells what they are. @throws UserError where they cannot be read. */
export function inspectStored(data: StoredData, task: Task): Promise<StoredSummary> {
  return withoutDamaged(data, task, (readable) => summarise(readable, task));
}

/** Does something with data; and once more without the damaged ones, where it meets such. */
export async function withoutDamaged<T>(
  data: StoredData,
  task: Task,
  use: (data: StoredData) => Promise<T>,
): Promise<T> {
  try {
    return await use(data);
  } catch (error) {
    const isDamage = error instanceof UserError && error.code === 'data.images.undecodable';
    if (!isDamage || !data.withoutDamaged) throw error;
    return use(await data.withoutDamaged({ signal: task.signal }));
  }
}

async function summarise(data: StoredData, task: Task): Promise<StoredSummary> {
  const { kind, path, values, labels, columns } = data;
  const examples = examplesOf(values);
  const counted = await count(values, task);
  const duplicates = data.duplicates ? await data.duplicates({ signal: task.signal }) : counted.duplicates;
  const tooMany: Sentence[] =
    duplicates === null ? [{ code: 'data.inspect.manyExamples', params: { path, count: examples } }] : [];
  return {
    kind,
    examples,
    shape: values.shape,
    dtype: values.dtype,
    columns,
    labels: labels && { dtype: labels.dtype, shape: labels.shape, classes: await classesOf(labels, task) },
    missing: columns.length > 0 ? columns.reduce((sum, { missing }) => sum + missing, 0) : counted.missing,
    duplicates,
    warnings: [...data.warnings, ...tooMany],
  };
}

/** A single number is one example. */
function examplesOf({ shape }: StoredArray): number {
  return shape[0] ?? 1;
}

async function count(array: StoredArray, task: Task): Promise<{ missing: number; duplicates: number | null }> {
  const examples = examplesOf(array);
  const exampleBytes = product(array.shape.slice(1)) * elementTypes[array.dtype].bytes;
  // Examples of nothing are all the same.
  if (exampleBytes === 0) return { missing: 0, duplicates: Math.max(0, examples - 1) };
  const counter = new ExampleCounter(array.dtype, examples, exampleBytes);
  for await (const piece of array.bytes(task)) counter.add(piece);
  return { duplicates: counter.duplicates(), missing: counter.missing };
}

/** How many different labels there are, missing ones not counted; null where they are too many to compare. */
async function classesOf(labels: StoredArray | StoredWords, { signal }: Task): Promise<number | null> {
  if (labels.dtype === 'str') return new Set((await labels.words({ signal })).filter((word) => word !== '')).size;
  const { duplicates, missing } = await count(labels, { signal });
  return duplicates === null ? null : examplesOf(labels) - duplicates - Math.min(1, missing);
}
