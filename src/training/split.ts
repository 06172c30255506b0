import type { TrainingConfig } from '../protocol/config';
import type { ColumnValues, DataSummary } from '../protocol/data';
import { UserError } from '../protocol/errors';
import { splitPart } from '../protocol/split-names';
import { permutation, random } from '../random';

export interface Split {
  /** Example indices, ascending. */
  readonly training: Int32Array;
  readonly validation: Int32Array;
  /** In neither of them, by a split that is given. */
  readonly test?: Int32Array;
}

type Settings = Pick<TrainingConfig, 'validationSplit' | 'validation' | 'seed' | 'splitSeed'>;

/**
 * Which examples are trained on and which are held out: by a column, by a share of each label's examples, or by a share of
 * all; or those of other data, which come last. Without the column or the labels that it takes, which may be gone with the data, it is a
 * share of all.
 * @throws UserError training.split-*, where a column does not say it.
 */
export function splitData(
  { examples, heldOut = 0 }: Pick<DataSummary, 'examples' | 'heldOut'>,
  columns: readonly ColumnValues[],
  { validationSplit, validation: { column, stratified } = {}, seed, splitSeed = seed }: Settings,
): Split {
  if (heldOut > 0) return { training: range(0, examples - heldOut), validation: range(examples - heldOut, examples) };
  const given = columns.find(({ name }) => name === column);
  if (given?.categories) return splitByColumn(given.name, given.categories, given.values);
  const label = stratified ? labelOf(columns) : undefined;
  return label
    ? stratifiedSplit(label, validationSplit, splitSeed)
    : splitExamples(examples, validationSplit, splitSeed);
}

function range(begin: number, end: number): Int32Array {
  return Int32Array.from({ length: end - begin }, (_, i) => begin + i);
}

/** The column that labels the examples. */
export function labelOf(columns: readonly ColumnValues[]): ColumnValues | undefined {
  return columns.find(({ role, type }) => role === 'label' && type === 'category');
}

/** The parts that a column names. A row that it says nothing of is trained on. */
function splitByColumn(name: string, categories: readonly string[], values: Float32Array): Split {
  const parts = { training: [] as number[], validation: [] as number[], test: [] as number[] };
  const partOf = categories.map((value) => {
    const part = splitPart(value);
    if (part === null) throw new UserError('training.split-unknown-value', { column: name, value });
    return part;
  });
  for (const [index, code] of values.entries()) parts[partOf[code] ?? 'training'].push(index);
  if (parts.training.length === 0) throw new UserError('training.split-without-training', { column: name });
  const { training, validation, test } = parts;
  return {
    training: Int32Array.from(training),
    validation: Int32Array.from(validation),
    ...(test.length > 0 && { test: Int32Array.from(test) }),
  };
}

/**
 * Holds as many out as `splitExamples`, and of each label its share of them: rounded down, and then one more of those that
 * this took most from (largest remainders). What has no label is a label of its own.
 */
function stratifiedSplit({ values }: ColumnValues, share: number, seed: number): Split {
  const examples = values.length;
  const held = Math.min(Math.round(examples * share), examples - 1);
  const byLabel = new Map<number, number[]>();
  for (const index of permutation(examples, random(seed, 0x5eed))) {
    const own = byLabel.get(values[index]);
    if (own) own.push(index);
    else byLabel.set(values[index], [index]);
  }
  const quotas = [...byLabel].map(([label, members]) => {
    const exact = (members.length * held) / examples;
    return { label, members, count: Math.floor(exact), rest: exact - Math.floor(exact) };
  });
  const left = held - quotas.reduce((sum, { count }) => sum + count, 0);
  const byRest = quotas.toSorted((a, b) => b.rest - a.rest || a.label - b.label);
  for (const quota of byRest.slice(0, left)) quota.count++;
  return {
    validation: Int32Array.from(quotas.flatMap(({ members, count }) => members.slice(0, count))).sort(),
    training: Int32Array.from(quotas.flatMap(({ members, count }) => members.slice(count))).sort(),
  };
}

/** Holds a seeded share of the examples out, always leaving one to train on. */
export function splitExamples(examples: number, share: number, seed: number): Split {
  const held = Math.min(Math.round(examples * share), examples - 1);
  const order = permutation(examples, random(seed, 0x5eed));
  return { validation: order.slice(0, held).sort(), training: order.slice(held).sort() };
}
