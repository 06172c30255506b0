import type { Dataset } from '../../dataset';
import { spread } from '../../exploration/example-set';
import type { DataConfig } from '../../protocol/config';
import { isUserError, type Sentence } from '../../protocol/errors';
import type { MeasuredPart, MeasureParams } from '../../protocol/measures';
import type { RunRecord } from '../../protocol/run';
import { range } from '../../training/encoding';
import { splitData } from '../../training/split';
import { RunDirectory } from '../../training/store/run-directory';
import { openAs } from '../batch';
import { readData } from '../run-data';
import { ownExclusion } from '../run-factory';

/** Some examples of a data set, and which they are. */
export interface DataPart extends Pick<MeasuredPart, 'source' | 'part'> {
  readonly dataset: Dataset;
  readonly indices: Int32Array;
}

export interface MeasuredData {
  readonly judged: DataPart;
  /** Null where there are none beside the judged ones. */
  readonly reference: DataPart | null;
  /** Why they cannot be read. */
  readonly referenceProblem?: Sentence;
}

/** Bytes of the inputs of one part, at most: of more examples so many are taken, evenly spread. */
const mostBytes = 2 ** 30;

/**
 * The examples that are judged: other data, or those of the run that it holds out, or all of its own. Beside them those that it was
 * trained on, or others that are named; none where it holds none out.
 * @throws UserError data.*, run.dataChanged
 */
export async function measuredData(
  { directory, data, reference }: MeasureParams,
  record: RunRecord,
  signal: AbortSignal,
): Promise<MeasuredData> {
  const other = reference && (await wholeOf(record, reference, signal));
  if (data) {
    const judged = await wholeOf(record, data, signal);
    if (other) return { judged, reference: other };
    try {
      return { judged, reference: (await ownParts(directory, record, signal)).training };
    } catch (error) {
      if (!isUserError(error)) throw error;
      return { judged, reference: null, referenceProblem: { code: error.code, params: error.params } };
    }
  }
  const { training, validation } = await ownParts(directory, record, signal);
  if (validation) return { judged: validation, reference: other ?? training };
  return { judged: training, reference: other ?? null };
}

async function wholeOf(record: RunRecord, data: DataConfig, signal: AbortSignal): Promise<DataPart> {
  const dataset = await openAs(record, data, signal);
  return partOf(dataset, range(0, dataset.summary.examples), 'all', data.source);
}

async function ownParts(path: string, record: RunRecord, signal: AbortSignal) {
  const { directory } = await RunDirectory.open(path);
  const { config } = record;
  const dataset = await readData(record, config.data, { signal }, await ownExclusion(directory, record));
  const { training, validation } = splitData(dataset.summary, dataset.columns, config.training);
  const holdsOut = validation.length > 0;
  const { source } = config.data;
  return {
    training: partOf(dataset, training, holdsOut ? 'training' : 'all', source),
    validation: holdsOut ? partOf(dataset, validation, 'validation', source) : null,
  };
}

function partOf(dataset: Dataset, indices: Int32Array, part: DataPart['part'], source: string): DataPart {
  const width = dataset.summary.shape.reduce((product, size) => product * size, 1);
  return { dataset, indices: spread(indices, Math.max(1, Math.floor(mostBytes / (4 * width)))), part, source };
}
