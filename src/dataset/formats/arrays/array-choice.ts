import type { DataConfig } from '../../../protocol/config';
import type { ColumnValues } from '../../../protocol/data';
import type { Task } from '../../../task';
import type { PlaceOf } from '../../examples/encoding/place';
import { labelColumn } from '../../examples/label-columns';
import { type Kept, keep, keptColumn } from '../../examples/limit';
import { type Division, spreadPlace } from '../../examples/memory';
import { type LabelHead, readLabels } from './labels';

/** Which examples of an array are used, and which of these are in memory. */
export interface ArrayChoice {
  /** Those that are used, by their places in the array. */
  readonly used: Kept;
  /** Those of them that are in memory, by their places in the array. */
  readonly held: Kept;
  /** Of those that are in memory. */
  readonly label: ColumnValues | null;
  /** Of all that are used, where memory does not hold them all and the label is one of categories. */
  readonly labels: Float32Array | null;
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

/** Chooses the examples, and reads the labels of all of them, also where memory does not hold the examples themselves. */
export async function chooseExamples(
  { examples, labels, labelName = 'label', division }: Choices,
  { limit }: Pick<DataConfig, 'limit'>,
  task: Task,
): Promise<ArrayChoice> {
  const all = labels && labelColumn(labelName, 'label', await readLabels(labels, task));
  const classes = all?.type === 'category' ? all : null;
  const used = keep(examples, limit, classes?.values);
  const held = division ? spread(used, division.shown) : used;
  return {
    used,
    held,
    label: all && keptColumn(all, held),
    labels: division && classes ? keptColumn(classes, used).values : null,
  };
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
