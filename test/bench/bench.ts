/** What a bench is given. */
export interface BenchOptions {
  /** Lines about what goes on, for a person who waits. */
  readonly log: (line: string) => void;
  /** Packages the extension; answers the file. */
  readonly vsix: () => Promise<string>;
}

/** What a bench measures. */
export interface BenchResult {
  /** For a table: every row has the same keys. */
  readonly rows: readonly Readonly<Record<string, string | number>>[];
  /** The figures by name, with the unit in the name: `firstPointsMs`. */
  readonly figures: Readonly<Record<string, number | string>>;
}

/** `npm run bench -- NAME` calls the `run` of `test/bench/NAME.ts`. */
export type Bench = (options: BenchOptions) => Promise<BenchResult>;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
