import { type Dataset, type Exclusion, fingerprint } from '../dataset';
import { type ExploredData, placeOf } from '../exploration/explored-data';
import { UserError } from '../protocol/errors';
import { type ExcludeList, excludeVersion, rangesOf } from '../protocol/exclude';
import type { Exported, SelectionUse, WantedExamples } from '../protocol/export';
import { writeDataSet } from './data-set';
import { exampleColumn, type OutColumn, outColumn, wantedRows, withDifferentNames } from './example-table';
import { writeWhole } from './export-table';
import { csv } from './text-tables';

/** A run whose examples are taken away. */
export interface SelectableRun {
  readonly data: ExploredData;
  /** SHA-256 of its data. */
  readonly fingerprint: string;
  /** What its data are called. */
  readonly name: string;
  /** The examples that it left out itself. */
  readonly exclusion?: Exclusion;
}

/**
 * Writes a list of examples, a data set of them, or a list to leave them out.
 * @throws UserError export.nothing, export.imagesOutside, run.notKept, data.unwritable
 */
export async function exportSelection(
  run: SelectableRun,
  path: string,
  use: SelectionUse,
  examples: WantedExamples,
  signal?: AbortSignal,
): Promise<Exported> {
  const rows = wantedRows(examples, run.data.examples);
  if (rows.length === 0) throw new UserError('export.nothing');
  const paths = await writers[use](run, path, rows, signal);
  return { paths, examples: rows.length };
}

type Writer = (run: SelectableRun, path: string, rows: Uint32Array, signal?: AbortSignal) => Promise<readonly string[]>;

const writers: Readonly<Record<SelectionUse, Writer>> = {
  async list({ data: { dataset } }, path, rows, signal) {
    const content = isTextName(path) ? plainList(dataset, rows) : csv({ rows, columns: listColumns(dataset) }, signal);
    await writeWhole(path, content);
    return [path];
  },
  async dataset({ data }, path, rows, signal) {
    // What is not there any more has no values to write.
    const places = rows.map((row) => placeOf(data, row));
    return writeDataSet(data.dataset, path, { rows, places }, signal);
  },
  async exclude(run, path, rows) {
    // What is of other data is held out, and no part of those that a list is for.
    if (rows.every((row) => row >= ownExamples(run.data))) throw new UserError('export.nothing');
    await writeWhole(path, `${JSON.stringify(excludeList(run, rows))}\n`);
    return [path];
  },
};

function isTextName(path: string): boolean {
  return /\.txt$/i.test(path);
}

/** A line for each: its file, its line in the file, or its number. */
function plainList(dataset: Dataset, rows: Uint32Array): string {
  const line = (row: number) => {
    const source = dataset.source(row);
    if (source === null) return row;
    return source.line ?? source.path;
  };
  return `${Array.from(rows, line).join('\n')}\n`;
}

/** The number of each, where it stands, and what names it. */
function listColumns(dataset: Dataset): OutColumn[] {
  const { columns } = dataset;
  const place = dataset.source(0);
  const places: OutColumn[] = place
    ? [
        { name: 'file', kind: 'words', word: (row) => dataset.source(row)?.path ?? null },
        ...(place.line === undefined
          ? []
          : [
              {
                name: 'line',
                kind: 'integer' as const,
                number: (row: number) => dataset.source(row)?.line ?? Number.NaN,
              },
            ]),
      ]
    : [];
  const naming = columns.filter(({ role }) => role === 'id' || role === 'label').map(outColumn);
  return withDifferentNames([{ name: exampleColumn, kind: 'integer', number: (row) => row }, ...places, ...naming]);
}

/** In the numbers of the data with all of their examples, those that the run itself left out among them. */
export function excludeList(
  { data, fingerprint: whole, name, exclusion }: SelectableRun,
  rows: Uint32Array,
): ExcludeList {
  const { dataset } = data;
  const { stream } = dataset;
  const number = (row: number) => dataset.origin?.(row) ?? stream?.placeOf(row) ?? row;
  const before = exclusion?.list;
  const all = new Set<number>(before?.exclude.flatMap(([first, last]) => range(first, last)));
  const own = ownExamples(data);
  for (const row of rows) if (row < own) all.add(number(row));
  return {
    version: excludeVersion,
    data: before?.data ?? name,
    examples: before?.examples ?? stream?.examples ?? own,
    fingerprint: before?.fingerprint ?? ownFingerprint(data, whole),
    exclude: rangesOf([...all].sort((a, b) => a - b)),
  };
}

/** Those of a run that are not of other data, to validate with. */
function ownExamples({ dataset, examples }: ExploredData): number {
  return examples - (dataset.summary.heldOut ?? 0);
}

/**
 * That of the data that a list is for, without what is of other data.
 * @param whole That of all examples.
 */
function ownFingerprint(data: ExploredData, whole: string): string {
  const { dataset, kept, problem } = data;
  const { values, summary } = dataset;
  if (summary.heldOut === undefined) return whole;
  if (kept !== null && problem) throw new UserError(problem.code, problem.params);
  const width = values.length / summary.examples;
  return fingerprint({ values: values.subarray(0, width * ownExamples(data)) });
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
