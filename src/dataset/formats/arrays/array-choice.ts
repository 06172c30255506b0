import type { DataConfig } from '../../../protocol/config';
import type { ColumnValues } from '../../../protocol/data';
import type { Task } from '../../../task';
import type { PlaceOf } from '../../examples/encoding/place';
import { labelColumn } from '../../examples/label-columns';
import { type Kept, keep, keptColumn, keptOf } from '../../examples/limit';
import { type Division, spreadPlace } from '../../examples/memory';
import { readExamples } from './array-sample';
import { type LabelHead, readLabels } from './labels';

/** Which examples of an array are used, and which of these are in memory. */
export interface ArrayChoice {
  /** Those that are used, by their places in the array. */
  readonly used: Kept;
  /** Those of them that are in memory, by their places in the array. */
  readonly held: Kept;
  /** Of those that are in memory. */
  readonly label: ColumnValues | null;
}

/** What a labelled array offers to choose from. */
interface Choices {
  readonly examples: number;
  readonly labels: LabelHead | null;
  /** What the labels are called. */
  readonly labelName?: string;
  /** Where memory does not hold those that are used. */
  readonly division: Division | null;
}

/** Chooses the examples, and reads the labels of as many as are in memory, unless the choice depends on all of them. */
export async function chooseExamples(
  { examples, labels, labelName = 'label', division }: Choices,
  { limit }: Pick<DataConfig, 'limit'>,
  task: Task,
): Promise<ArrayChoice> {
  const decidesByLabels = labels !== null && limit !== undefined && limit < examples;
  const all =
    labels && (decidesByLabels || !division) ? labelColumn(labelName, 'label', await readLabels(labels, task)) : null;
  const used = keep(examples, limit, all?.type === 'category' ? all.values : null);
  const held = division ? spread(used, division.shown) : used;
  if (all || !labels) return { used, held, label: all && keptColumn(all, held) };
  return { used, held, label: labelColumn(labelName, 'label', await pickLabels(labels, held, task)) };
}

/** Where in the array the used examples lie. */
export function placesIn({ indices }: Kept): PlaceOf {
  return indices ? (index) => indices[index] : (index) => index;
}

function spread(used: Kept, count: number): Kept {
  const placeOf = placesIn(used);
  const indices = Float64Array.from({ length: count }, (_, i) => placeOf(spreadPlace(i, count, used.count)));
  return { count, indices };
}

async function pickLabels(labels: LabelHead, held: Kept, task: Task) {
  if ('words' in labels) return keptOf(await labels.words(task), held);
  if ('indices' in labels) return keptOf(Array.from(await labels.indices(task)), held);
  return readExamples(labels, held.indices ?? new Float64Array(), { signal: task.signal });
}
