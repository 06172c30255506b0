import type { Dataset } from '../../dataset';

/** Bytes of examples, and of columns, that a run keeps beside its codes, for when its data are gone. */
const mostBytes = 2 ** 23;

/** Some of a run's examples, evenly spread, and of all examples those columns that describe them. */
export interface KeptExamples {
  /** Which examples `values` are of, ascending. */
  readonly indices: Int32Array;
  /** As in `Dataset.values`: examples x numbers of each. */
  readonly values: Dataset['values'];
  /** Columns x examples of the run: the first of `describing` columns of its record. */
  readonly columns: Float32Array;
}

/** What the model does not see is lost with the data; features are in the examples. */
export function describing<C extends { readonly role: string }>(columns: readonly C[]): readonly C[] {
  return columns.filter(({ role }) => role !== 'feature');
}

/** What a run keeps of its data. */
export function keptOf({ summary, values, columns }: Dataset): KeptExamples {
  const { examples } = summary;
  const width = values.length / examples;
  const count = Math.max(1, Math.min(examples, Math.floor(mostBytes / (width * values.BYTES_PER_ELEMENT))));
  const indices = Int32Array.from({ length: count }, (_, i) => Math.floor((i * examples) / count));
  const kept = values instanceof Uint8Array ? new Uint8Array(count * width) : new Float32Array(count * width);
  for (const [i, index] of indices.entries()) {
    kept.set(values.subarray(index * width, (index + 1) * width), i * width);
  }
  const described = describing(columns).slice(0, Math.floor(mostBytes / (4 * examples)));
  const all = new Float32Array(described.length * examples);
  for (const [i, column] of described.entries()) all.set(column.values, i * examples);
  return { indices, values: kept, columns: all };
}
