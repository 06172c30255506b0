import type { ColumnInfo, ColumnValues } from '../protocol/data';
import type { TableContent, WantedExamples } from '../protocol/export';
import type { LatentFrame, Projection } from '../protocol/trainer';
import { breathe } from '../task';

/** A column of what is written: numbers are NaN, and words null, where there is no value. */
export type OutColumn =
  | { readonly name: string; readonly kind: 'integer' | 'float'; number(example: number): number }
  | { readonly name: string; readonly kind: 'words'; word(example: number): string | null };

/** What is written to a file, a row for each of `rows`. */
export interface ExampleTable {
  /** Examples of the run, in the order of the file. */
  readonly rows: Uint32Array;
  readonly columns: readonly OutColumn[];
}

/** What of a run can be written. */
export interface ExportedRun {
  readonly examples: number;
  readonly columns: readonly ColumnInfo[];
  /** Of words that name each row there may be one for each: the list of columns leaves their categories out. */
  column(name: string): Promise<ColumnValues>;
  latents(epoch: number | null): Promise<{ readonly latent: number; readonly means: Float32Array }>;
  layout(epoch: number | null, projection: Projection): Promise<LatentFrame>;
}

/** The name of the first column: the number of an example, from 0, as the panel has it. */
export const exampleColumn = 'example';
const axisNames = ['x', 'y', 'z'] as const;

/** What is written of some of a run's examples. */
export async function exampleTable(
  run: ExportedRun,
  { kind, epoch, projection, withColumns }: TableContent,
  examples: WantedExamples,
): Promise<ExampleTable> {
  const rows = wantedRows(examples, run.examples);
  const own = kind === 'coordinates' ? coordinates(await run.layout(epoch, projection)) : [];
  if (kind === 'latents') own.push(...latentColumns(await run.latents(epoch)));
  // Latent dimensions are columns, too: a table of codes has them already.
  const wanted = run.columns.filter(({ role }) => kind !== 'latents' || role !== 'latent');
  const named = withColumns || kind === 'columns' ? await columnsOf(run, wanted) : [];
  return { rows, columns: withDifferentNames([exampleNumber, ...own, ...named]) };
}

/** The numbers of the examples, of which there are `count` in all. */
export function wantedRows(examples: WantedExamples, count: number): Uint32Array {
  return examples ?? Uint32Array.from({ length: count }, (_, index) => index);
}

const exampleNumber: OutColumn = { name: exampleColumn, kind: 'integer', number: (example) => example };

/** The axes that there are: a view of two has no z. */
export function coordinates({ positions, axes }: LatentFrame): OutColumn[] {
  return axisNames
    .map((name, axis): OutColumn => ({ name, kind: 'float', number: (example) => positions[3 * example + axis] }))
    .filter((_, axis) => axes[axis] !== undefined && Object.keys(axes[axis]).length > 0);
}

function latentColumns({ latent, means }: { readonly latent: number; readonly means: Float32Array }): OutColumn[] {
  return Array.from({ length: latent }, (_, dimension) => ({
    name: `z${dimension}`,
    kind: 'float',
    number: (example) => means[example * latent + dimension],
  }));
}

async function columnsOf(run: ExportedRun, wanted: readonly ColumnInfo[]): Promise<OutColumn[]> {
  const columns: OutColumn[] = [];
  for (const { name } of wanted) columns.push(outColumn(await run.column(name)));
  return columns;
}

export function outColumn({ name, type, categories = [], values }: ColumnValues): OutColumn {
  return type === 'category'
    ? { name, kind: 'words', word: (example) => categories[values[example]] ?? null }
    : { name, kind: 'float', number: (example) => values[example] };
}

/** A column of the data that is called as one of ours, or as another, gets a number: `x_2`. */
export function withDifferentNames(columns: readonly OutColumn[]): OutColumn[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { name } = column;
    for (let count = 2; taken.has(name); count++) name = `${column.name}_${count}`;
    taken.add(name);
    return { ...column, name };
  });
}

/** Rows that are written in one piece. */
const rowsPerPiece = 4096;

/** The rows piece by piece; others are served in between. @throws the signal's reason */
export async function* partsOf(rows: Uint32Array, signal?: AbortSignal): AsyncGenerator<Uint32Array> {
  for (let from = 0; from < rows.length; from += rowsPerPiece) {
    await breathe(signal);
    yield rows.subarray(from, from + rowsPerPiece);
  }
}
