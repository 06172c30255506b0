import type { ModelConfig } from './config';
import type { DataSummary } from './data';

/** What of data tells which classes there are. */
export type LabelledData = Pick<DataSummary, 'columns' | 'label'>;

/** The names of the classes that the label of a data set has; none where it has no label, or one of numbers. */
export function classNames({ columns, label }: LabelledData): readonly string[] {
  const column = columns.find(({ name, type }) => name === label && type === 'category');
  return column?.categories ?? [];
}

/** The names of the classes that a model is told, or infers. */
export function classesOf({ classes }: Pick<ModelConfig, 'classes'>, data: LabelledData): readonly string[] {
  return classes ? classNames(data) : [];
}
