import type { Dataset, Encoding, Exclusion } from '../dataset';
import { fingerprint, openDataset } from '../dataset';
import type { ExploredData } from '../exploration/explored-data';
import type { DataConfig } from '../protocol/config';
import { isUserError, type Sentence, UserError } from '../protocol/errors';
import type { RunRecord } from '../protocol/run';
import type { Task } from '../task';
import { describing, type KeptExamples } from '../training/store/kept-examples';
import { withValidation } from './validation-data';

/** All of a data set. */
export function wholeData(dataset: Dataset): ExploredData {
  return { dataset, examples: dataset.summary.examples, kept: null };
}

/**
 * Reads a run's data again, and makes sure that they are still those it was trained on.
 * @param exclusion The run's own list of examples that it leaves out.
 * @throws UserError data.*, run.dataChanged
 */
export async function readData(
  record: RunRecord,
  data: DataConfig,
  task: Task,
  exclusion?: Exclusion,
): Promise<Dataset> {
  const own = await openDataset(data, { encoding: record.encoding as Encoding, exclusion, ...task });
  const dataset = await withValidation(own, data, task);
  if (fingerprint(dataset) !== record.fingerprint) throw new UserError('run.dataChanged', { path: data.source });
  const { examples } = dataset.summary;
  if (examples !== record.data.examples) {
    const reason = `data.examples is ${record.data.examples}, and there are ${examples}`;
    throw new UserError('run.unreadable', { path: 'run.json', reason });
  }
  return dataset;
}

/**
 * What a run keeps, instead of data that cannot be read any more.
 * @throws `problem` where that says nothing of the data, or the run keeps nothing.
 */
export function keptData(record: RunRecord, kept: KeptExamples | null, problem: unknown): ExploredData {
  if (!isUserError(problem) || !isOfData(problem) || kept === null) throw problem;
  const { data, encoding } = record;
  const { examples } = data;
  const { indices, values, columns } = kept;
  return {
    dataset: {
      summary: { ...data, examples: indices.length },
      encoding: encoding as Encoding,
      values,
      columns: describing(data.columns)
        .slice(0, columns.length / examples)
        .map((column, i) => ({
          ...column,
          values: columns.subarray(i * examples, (i + 1) * examples),
        })),
      source: () => null,
    },
    examples,
    kept: indices,
    problem: { code: problem.code, params: problem.params },
  };
}

function isOfData({ code }: Sentence): boolean {
  return code.startsWith('data.') || code === 'run.dataChanged' || code === 'corrections.otherData';
}
