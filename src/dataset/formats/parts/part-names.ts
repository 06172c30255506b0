/** Files of which the names say that they are parts of one data set. */
export interface PartGroup {
  /** What their names have in common. */
  readonly stem: string;
  /** The use that the names say: `train`, `test`, …; null where they say none. */
  readonly split: string | null;
  /** In the order of their numbers. */
  readonly names: readonly string[];
  /** How many there should be, where the names say that. */
  readonly expected: number | null;
}

const splits = /(?:^|[-_.])(train|training|test|validation|valid|val|dev|eval)(?=[-_.]|$)/i;

/**
 * Groups the names of files by what they are parts of: `train-00000-of-00005.parquet` (Hugging Face, TensorFlow),
 * `part-00000-….parquet` (Spark), `part.0.parquet` (Dask), `data_0.parquet` (DuckDB), `0000.parquet`.
 */
export function groupParts(names: readonly string[]): PartGroup[] {
  const groups = new Map<string, { name: string; number: number; expected: number | null }[]>();
  for (const name of names) {
    const { stem, number, expected } = partOf(name);
    const group = groups.get(stem) ?? [];
    group.push({ name, number, expected });
    groups.set(stem, group);
  }
  return [...groups].map(([stem, parts]) => {
    parts.sort((a, b) => a.number - b.number);
    const [{ expected }] = parts;
    return {
      stem,
      split: splitOf(stem),
      names: parts.map(({ name }) => name),
      expected: parts.every((part) => part.expected === expected) ? expected : null,
    };
  });
}

/** The use that a name says; null where it says none. */
export function splitOf(name: string): string | null {
  return splits.exec(name)?.[1].toLowerCase() ?? null;
}

export function isTraining({ split }: { readonly split: string | null }): boolean {
  return split?.startsWith('train') ?? false;
}

function partOf(name: string): { readonly stem: string; readonly number: number; readonly expected: number | null } {
  const base = name.replace(/(\.(snappy|gz|zstd|lz4|c\d+))*\.\w+$/i, '');
  const counted = /^(.*?)[-_.]?(\d+)-of-(\d+)(?:-[0-9a-f]{8,})?$/.exec(base);
  if (counted) return { stem: counted[1], number: Number(counted[2]), expected: Number(counted[3]) };
  const numbered = /^(part)-(\d+)-.*$/.exec(base) ?? /^(.*?)[-_.]?(\d+)$/.exec(base);
  if (numbered) return { stem: numbered[1], number: Number(numbered[2]), expected: null };
  return { stem: base, number: 0, expected: null };
}
