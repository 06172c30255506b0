import { Computation, type LoadedModel } from '../compute';
import type { Dataset } from '../dataset';
import { plainObjective } from '../protocol/presets';
import { usualClass } from './decoded-classes';
import { inspectExample } from './inspection';

/** The name of the column that says with which class an example is taken. */
const classColumn = 'class';

/** An example that is none of the data, as a model takes it. */
export interface TakenExample extends ReturnType<typeof inspectExample> {
  /** The reconstruction term at the posterior mean and the KL together, nats. */
  readonly loss: number;
}

/**
 * The first example of a data set of the model's encoding. A model that is told classes takes it as of the usual one, unless the
 * data set says another.
 */
export function takeGiven(loaded: LoadedModel, given: Dataset): TakenExample {
  const { model } = loaded;
  const own = usualClass(loaded.computation, null);
  const dataset = own && model.config.classes === 'given' ? withClass(given, model.classes, own[0]) : given;
  // One example is taken before a graph for it would be made.
  const computation = Computation.eager(model, dataset, plainObjective);
  try {
    const { reconstruction, kl } = computation.measure(Int32Array.of(0));
    return { ...inspectExample({ model, computation }, dataset, 0), loss: reconstruction[0] + kl[0] };
  } finally {
    computation.dispose();
  }
}

function withClass(dataset: Dataset, classes: readonly string[], usual: number): Dataset {
  const { summary, columns } = dataset;
  const label = columns.find(({ name }) => name === summary.label);
  const told = label?.categories?.[label.values[0]];
  const number = told !== undefined && classes.includes(told) ? classes.indexOf(told) : usual;
  const column = { name: classColumn, role: 'label', type: 'category', categories: classes } as const;
  return {
    ...dataset,
    summary: { ...summary, label: classColumn, columns: [column] },
    columns: [{ ...column, values: new Float32Array(summary.examples).fill(number) }],
  };
}
