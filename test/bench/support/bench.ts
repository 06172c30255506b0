/** What a bench is given. */
export interface BenchOptions {
  /** Lines about what goes on, for a person who waits. */
  readonly log: (line: string) => void;
  /** Packages the extension; answers the file. */
  readonly vsix: () => Promise<string>;
  /** What was named after the bench, for those of several parts: these alone. */
  readonly chosen?: readonly string[];
  /** By `--long`, for those that have a long form. */
  readonly isLong?: boolean;
  /** By `--out`, for those that keep something: the folder. */
  readonly out?: string;
}

/** A line of a bench's table. `null` stands for what could not be measured here. */
export type Row = Readonly<Record<string, string | number | null>>;

/** What a bench measures. */
export interface BenchResult {
  /** For a table: every row has the same keys. */
  readonly rows: readonly Row[];
  /** The figures by name, with the unit in the name: `firstPointsMs`. */
  readonly figures: Readonly<Record<string, number | string | null>>;
  /** Whole sentences for below the table: what was compared, and what is missing and why. */
  readonly notes?: readonly string[];
}

/** `npm run bench -- NAME` calls the `run` of `test/bench/NAME.ts`. */
export type Bench = (options: BenchOptions) => Promise<BenchResult>;

/** The cells of rows as figures, each by its row's first cell and its column. */
export function figuresOf(rows: readonly Row[]): BenchResult['figures'] {
  return Object.fromEntries(
    rows.flatMap((row) => {
      const [[, what], ...cells] = Object.entries(row);
      return cells.map(([name, value]) => [`${what} ${name}`, value]);
    }),
  );
}
