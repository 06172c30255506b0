import { ofOwnLibrary, render } from '../../dataset';
import type { ColumnValues } from '../../protocol/data';
import type { ReconstructionsParams } from '../../protocol/trainer';
import { gatherRows } from '../../training/batches';
import { indicesOf, spread } from '../example-set';
import type { ExplorationContext } from '../exploration-context';
import { isThere, placeOf } from '../explored-data';
import type { ExploredRun } from '../explored-run';
import { inspectExample } from '../inspection';
import { listed, nearestNeighbours } from '../neighbours';
import type { Answers } from './answers';

/** What makes two pages parts of one list. */
type RankedList = Omit<ReconstructionsParams, 'offset' | 'count' | 'epoch'>;

/** Examples of the run's data: as they are, as the model sees them, and in the order of their errors. */
export function exampleAnswers(
  context: ExplorationContext,
): Answers<'column' | 'examples' | 'inspect' | 'reconstructions' | 'sheet'> {
  const { run, columns } = context;
  const { data } = run;
  const ranking = new Ranking(context);
  return {
    column: ({ name, ...wanted }, signal) => columns.get(name, wanted, signal),

    examples: async ({ indices }) => context.rendered(context.checked(indices)),

    async inspect({ index, projection, epoch: wanted = null }) {
      context.checked([index]);
      const { dataset } = data;
      const place = placeOf(data, index);
      return run.showing(wanted, async ({ model, computation, epoch, codes }) => {
        const inspected = inspectExample({ model, computation }, dataset, place);
        const { placement } = await context.placement(epoch, codes, projection);
        const [x, y, z] = placement.place({ latent: codes.latent, means: inspected.mean });
        return {
          ...inspected,
          index,
          epoch,
          position: [x, y, z],
          columns: dataset.columns.map((column) => ({ name: column.name, value: columnValue(column, index) })),
          split: splitOf(run, index),
          neighbours: nearestNeighbours(codes, inspected.mean, listed, index),
          source: dataset.source(index),
        };
      });
    },

    async reconstructions({ offset, count, epoch: wanted = null, ...list }) {
      const { encoding } = data.dataset;
      const { reconstruction: errors } = await columns.measures(wanted);
      return run.showing(wanted, async ({ computation, epoch }) => {
        const indices = await ranking.ranked(errors, list);
        const page = indices.slice(offset, offset + count);
        const places = Int32Array.from(page, (index) => placeOf(data, index));
        const decoded = computation.decode(computation.encode(places).means, computation.classify(places));
        const means = ofOwnLibrary(decoded, gatherRows(data.dataset, places), encoding);
        return {
          total: indices.length,
          indices: Int32Array.from(page),
          originals: context.rendered(page),
          reconstructions: render(means, encoding),
          errors: Float32Array.from(page, (index) => errors[index]),
          epoch,
        };
      });
    },

    async sheet({ of, count }) {
      const there = indicesOf(of, data.examples).filter((index) => isThere(data, index));
      const indices = spread(there, count);
      return { indices, examples: context.rendered([...indices]) };
    },
  };
}

/** Examples by their errors. */
class Ranking {
  /** The last list, and the errors that it is of. */
  private last: { errors: Float32Array; key: string; indices: readonly number[] } | null = null;

  constructor(private readonly context: ExplorationContext) {}

  /** The examples that pass, in their order. Pages of one list come one after another: it is sorted for the first. */
  async ranked(errors: Float32Array, list: RankedList): Promise<readonly number[]> {
    const key = JSON.stringify(list);
    if (this.last?.errors === errors && this.last.key === key) return this.last.indices;
    const { order, filter, split } = list;
    const { run, columns } = this.context;
    let indices = Array.from(split === undefined ? errors.keys() : ofSplit(run, split));
    if (run.data.kept) indices = indices.filter((index) => isThere(run.data, index));
    if (filter !== null) {
      const { values } = await columns.get(filter.column, {});
      indices = indices.filter((index) => values[index] === filter.category);
    }
    if (order !== 'data') indices.sort((a, b) => (order === 'worst' ? errors[b] - errors[a] : errors[a] - errors[b]));
    this.last = { errors, key, indices };
    return indices;
  }
}

const ofSplit = ({ split }: ExploredRun, part: 'train' | 'validation'): Int32Array =>
  part === 'train' ? split.training : split.validation;

function splitOf({ split }: ExploredRun, index: number): 'train' | 'validation' | 'test' {
  if (split.validation.includes(index)) return 'validation';
  return split.test?.includes(index) ? 'test' : 'train';
}

function columnValue({ type, categories, values }: ColumnValues, index: number): string | number {
  return type === 'category' ? (categories?.[values[index]] ?? '') : values[index];
}
