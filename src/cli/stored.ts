import { resolve } from 'node:path';
import type { StoredColumn, StoredSummary } from '../protocol/data';
import { formatSentence } from '../protocol/errors';
import type { StoredDataParams } from '../protocol/trainer';
import { type Arguments, ignoreFrom, sourceFrom, textFrom, tileFrom } from './arguments';
import { startTrainer, unbroken } from './in-process-trainer';
import { printer } from './printer';

/** Prints what a file or folder stores. */
export async function inspect(args: Arguments): Promise<void> {
  const params = paramsFrom(args, args.values.labels);
  const { warnings, ...summary } = await startTrainer({}).inspectData(params, unbroken);
  const said = warnings.map(formatSentence);
  const words = [...summaryLines(params.path, summary), ...said];
  printer(args)({ ...summary, warnings: said }, words.join('\n'));
}

/** Writes stored values, and labels, to .npy files. */
export async function convert(args: Arguments): Promise<void> {
  const { labels } = args.values;
  const out = resolve(args.required('out'));
  const labelsOut = typeof labels === 'string' ? resolve(labels) : undefined;
  const params = { ...paramsFrom(args, args.values['labels-from']), out, labelsOut };
  const { values, labels: written, warnings } = await startTrainer({}).convert(params, unbroken);
  const said = warnings.map(formatSentence);
  const lines = [
    `${values.dtype} ${tuple(values.shape)} in ${out}`,
    ...(written ? [`labels: ${written.dtype} ${tuple(written.shape)} in ${labelsOut}`] : []),
    ...said,
  ];
  printer(args)({ event: 'converted', out, ...values, labels: written, warnings: said }, lines.join('\n'));
}

function paramsFrom(args: Arguments, labels: Arguments['values'][string]): StoredDataParams {
  const { array } = args.values;
  return {
    path: sourceFrom(args),
    ...(typeof array === 'string' ? { array } : {}),
    ...(typeof labels === 'string' ? { labels } : {}),
    ...ignoreFrom(args),
    ...tileFrom(args),
    ...textFrom(args),
  };
}

function summaryLines(path: string, summary: Omit<StoredSummary, 'warnings'>): string[] {
  const { kind, examples, dtype, shape, labels, missing, duplicates, columns } = summary;
  const classes = labels?.classes === null ? 'too many classes to count' : `${labels?.classes} classes`;
  return [
    `${path}: ${kind}, ${examples} examples, ${dtype} ${tuple(shape)}`,
    `  ${missing} missing values, ${duplicates ?? 'uncounted'} duplicates`,
    ...(labels ? [`  labels: ${labels.dtype} ${tuple(labels.shape)}, ${classes}`] : []),
    ...columns.map(columnLine),
  ];
}

function columnLine({ name, role, type, dtype, missing }: StoredColumn): string {
  return `  ${name}: ${role}, ${type} (${dtype})${missing > 0 ? `, ${missing} missing` : ''}`;
}

/** A shape as NumPy writes it. */
function tuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}
