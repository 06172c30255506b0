import { UserError } from '../protocol/errors';
import type { Labels, MeasureContext } from './context';

/** Examples that have a class. */
export interface LabelledRows {
  /** Their places, ascending. */
  readonly rows: Int32Array;
  /** The class of each, by its number. */
  readonly numbers: Int32Array;
}

/** The labelled examples to learn from and those to be judged by, with one numbering of classes. */
export interface SharedLabels {
  /** Those to learn from come first: others can't be predicted. */
  readonly names: readonly string[];
  readonly reference: LabelledRows;
  readonly judged: LabelledRows;
}

/** @throws UserError measure.noLabels, measure.noReference, measure.oneClass, measure.otherClasses, measure.tooFewExamples */
export function sharedLabels({ judged, reference }: MeasureContext, measure: string, least: number): SharedLabels {
  if (!reference) throw new UserError('measure.noReference');
  if (!judged.labels || !reference.labels) throw new UserError('measure.noLabels');
  const learned = reference.labels.names;
  const others = judged.labels.names.filter((name) => !learned.includes(name));
  const names = [...learned, ...others];
  const known = labelled(reference.labels, names);
  const asked = labelled(judged.labels, names);
  if (known.rows.length < least)
    throw new UserError('measure.tooFewExamples', { measure, least, examples: known.rows.length });
  if (asked.rows.length < 1) throw new UserError('measure.tooFewExamples', { measure, least: 1, examples: 0 });
  if (known.numbers.every((number) => number === known.numbers[0]))
    throw new UserError('measure.oneClass', { class: names[known.numbers[0]] });
  if (asked.numbers.every((number) => number >= learned.length)) throw new UserError('measure.otherClasses');
  return { names, reference: known, judged: asked };
}

function labelled({ names, numbers }: Labels, all: readonly string[]): LabelledRows {
  const rows = Int32Array.from(numbers.keys()).filter((row) => numbers[row] >= 0);
  return { rows, numbers: rows.map((row) => all.indexOf(names[numbers[row]])) };
}
