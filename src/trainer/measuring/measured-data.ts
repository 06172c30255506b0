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
import { keptData, readData, wholeData } from '../run-data';
import { ownExclusion } from '../run-factory';

/** Some examples of a data set, and which they are. */
export interface DataPart extends Pick<MeasuredPart, 'source' | 'part'> {
  readonly dataset: Dataset;
  readonly indices: Int32Array;
  /** All of the part, of which the former are so many as are looked at. */
  readonly all: Int32Array;
  /** Of a run that keeps some examples of data that are gone: the number in the data of each in `dataset`. */
  readonly kept?: Int32Array;
}

/** How much of the data is looked at. */
export interface Extent {
  /** Examples of each part at most, evenly spread; as many as memory holds where left out. */
  readonly most?: number;
  /** Where the run's data cannot be read: what it keeps of them stands for them, in place of a refusal. */
  readonly orKept?: true;
}

export interface MeasuredData {
  readonly judged: DataPart;
  /** Why the data of the run cannot be read, where what it keeps of them stands for them. */
  readonly problem?: Sentence;
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
  extent: Extent = {},
): Promise<MeasuredData> {
  const other = reference && (await wholeOf(record, reference, signal, extent));
  if (data) {
    const judged = await wholeOf(record, data, signal, extent);
    if (other) return { judged, reference: other };
    try {
      return { judged, reference: (await ownParts(directory, record, signal, { most: extent.most })).training };
    } catch (error) {
      if (!isUserError(error)) throw error;
      return { judged, reference: null, referenceProblem: { code: error.code, params: error.params } };
    }
  }
  const { training, validation, problem } = await ownParts(directory, record, signal, extent);
  const why = problem && { problem };
  if (validation) return { judged: validation, reference: other ?? training, ...why };
  return { judged: training, reference: other ?? null, ...why };
}

async function wholeOf(record: RunRecord, data: DataConfig, signal: AbortSignal, { most }: Extent): Promise<DataPart> {
  const dataset = await openAs(record, data, signal);
  return partOf({ dataset }, range(0, dataset.summary.examples), { part: 'all', source: data.source }, most);
}

async function ownParts(path: string, record: RunRecord, signal: AbortSignal, { most, orKept }: Extent) {
  const { directory } = await RunDirectory.open(path);
  const { config } = record;
  const exclusion = await ownExclusion(directory, record);
  const read = readData(record, config.data, { signal }, exclusion).then(wholeData);
  const explored = await (orKept
    ? read.catch(async (problem) => keptData(record, await directory.readExamples(record.data), problem))
    : read);
  const { dataset, examples, kept, problem } = explored;
  const split = splitData({ ...dataset.summary, examples }, dataset.columns, config.training);
  const there = kept ? ofKept(dataset, kept) : { dataset };
  const [training, validation] = [split.training, split.validation].map((part) => (kept ? placesIn(kept, part) : part));
  const holdsOut = validation.length > 0;
  const { source } = config.data;
  return {
    training: partOf(there, training, { part: holdsOut ? 'training' : 'all', source }, most),
    validation: holdsOut ? partOf(there, validation, { part: 'validation', source }, most) : null,
    problem,
  };
}

/** What is kept of a data set as one by itself: its columns are of all examples. */
function ofKept(dataset: Dataset, kept: Int32Array): Pick<DataPart, 'dataset' | 'kept'> {
  const columns = dataset.columns.map((column) => ({
    ...column,
    values: Float32Array.from(kept, (index) => column.values[index]),
  }));
  return { dataset: { ...dataset, columns }, kept };
}

/** Where among those that are kept some examples are. */
function placesIn(kept: Int32Array, part: Int32Array): Int32Array {
  const wanted = new Set(part);
  return range(0, kept.length).filter((place) => wanted.has(kept[place]));
}

function partOf(
  there: Pick<DataPart, 'dataset' | 'kept'>,
  all: Int32Array,
  which: Pick<DataPart, 'part' | 'source'>,
  most = Number.POSITIVE_INFINITY,
): DataPart {
  const width = there.dataset.summary.shape.reduce((product, size) => product * size, 1);
  const held = Math.max(1, Math.floor(mostBytes / (4 * width)));
  return { ...there, ...which, all, indices: spread(all, Math.min(held, most)) };
}
