import type { DataFormat, StoredKind } from '../../../protocol/data';
import { type Sentence, UserError } from '../../../protocol/errors';
import { dataName } from '../../../protocol/names';
import type { Task } from '../../../task';
import { isSmallFloat } from '../../bytes/elements';
import type { FormatFile } from '../format';
import type { StoredData, StoredMember } from '../stored-data';
import {
  type Archive,
  type ChosenArray,
  chooseAnyArray,
  chooseArray,
  type Described,
  hasDataArray,
  headOrFailure,
  isData,
  isOnlyData,
} from './archive';
import type { ArrayHead } from './array-head';
import { arraySource } from './array-source';
import { type LabelOptions, type LocatedLabels, labelsOfArchive } from './located-labels';
import { storedArray, storedLabels } from './stored-array';

type ArrayFormat = DataFormat & StoredKind;

/** Of an archive of more arrays, the others are named only. */
const mostDescribed = 200;

/** A file of one array, with the labels that lie beside it. */
interface OneArray {
  head(task: Task): Promise<ArrayHead>;
  labels(head: ArrayHead, options: LabelOptions): Promise<LocatedLabels>;
  /** @throws UserError where it is nothing to learn from. */
  check?(head: ArrayHead): void;
  /** What else a person should know who looks at the file. */
  warnings?(head: ArrayHead, task: Task): Promise<readonly Sentence[]>;
}

export function arrayFile(format: ArrayFormat, array: OneArray): FormatFile {
  return {
    async examples(options) {
      const head = await array.head(options.task);
      array.check?.(head);
      const labels = await array.labels(head, { labels: options.config.labels, task: options.task });
      return arraySource(head, { name: dataName(head.path), format, labels }, options);
    },
    async stored(options) {
      const head = await array.head(options.task);
      const warnings = await array.warnings?.(head, options.task);
      return storedData(format, head, await array.labels(head, options), warnings);
    },
    isDataSet: async (task) => isData(await array.head(task)),
  };
}

/** A file of several arrays, with the labels among them. */
export function archiveFile(format: ArrayFormat, read: (task: Task) => Promise<Archive>): FormatFile {
  return {
    async examples(options) {
      const { config, task } = options;
      const archive = await read(task);
      const chosen = await chooseArray(archive, config.array, task);
      const described = await describe(archive, chosen, { labels: config.labels, task });
      const isOnly = await isOnlyData(archive, chosen.array, task);
      const name = dataName(isOnly ? archive.path : { source: archive.path, array: chosen.array.name });
      return arraySource(chosen.head, { name, format, ...described }, options);
    },
    async stored(options) {
      const archive = await read(options.task);
      const chosen = await chooseAnyArray(archive, options.array, options.task);
      return {
        ...storedData(format, chosen.head, (await describe(archive, chosen, options)).labels),
        choice: { chosen: chosen.array.name, members: (task) => membersOf(archive, task) },
      };
    },
    isDataSet: async (task) => hasDataArray(await read(task), task),
  };
}

async function describe(archive: Archive, chosen: ChosenArray, options: LabelOptions): Promise<Described> {
  const described = await archive.describe?.(chosen, options);
  return described ?? { labels: await labelsOfArchive(archive, chosen, options) };
}

async function membersOf({ arrays }: Archive, task: Task): Promise<StoredMember[]> {
  const members: StoredMember[] = [];
  for (const [place, array] of arrays.entries()) {
    const head = place < mostDescribed ? await headOrFailure(array, task) : undefined;
    const described = head && !(head instanceof UserError) ? describedArray(head) : undefined;
    members.push({ name: array.name, ...(described && { array: described }) });
  }
  return members;
}

function describedArray(head: ArrayHead) {
  const { dtype, shape } = storedArray(head);
  return { dtype, shape };
}

/** Says of which type numbers are that are read as another. */
function widened({ path, dtype }: ArrayHead): Sentence[] {
  return isSmallFloat(dtype) ? [{ code: 'data.array.widened', params: { path, type: dtype } }] : [];
}

function storedData(
  kind: StoredKind,
  head: ArrayHead,
  labels: LocatedLabels,
  warnings: readonly Sentence[] = [],
): StoredData {
  return {
    kind,
    path: head.path,
    values: storedArray(head),
    labels: storedLabels(labels.head),
    columns: [],
    warnings: [...widened(head), ...warnings, ...labels.warnings],
  };
}
