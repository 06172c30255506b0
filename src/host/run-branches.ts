interface Line {
  readonly key: string;
}

/**
 * Runs below those that they were forked from, by the key of these; by null those whose origin is not listed, or that have none.
 * @param lines Newest first, and so is each branch: by the newest of all that is below it.
 * @param originOf The key of the run that one was forked from.
 */
export function runBranches<L extends Line>(
  lines: readonly L[],
  originOf: (line: L) => string | undefined,
): ReadonlyMap<string | null, readonly L[]> {
  const byKey = new Map(lines.map((line) => [line.key, line]));
  const above = (line: L) => byKey.get(originOf(line) ?? '');
  /** A run and all that it goes back to; a way that leads back to itself, of folders that somebody wrote, ends there. */
  const descent = (line: L): readonly L[] => {
    const way: L[] = [];
    for (let at: L | undefined = line; at && !way.includes(at); at = above(at)) way.push(at);
    return way;
  };
  const placed = new Set<L>();
  const branches = new Map<string | null, L[]>();
  for (const line of lines) {
    const way = descent(line);
    for (const [place, run] of way.entries()) {
      if (placed.has(run)) break;
      placed.add(run);
      const origin = way[place + 1]?.key ?? null;
      branches.set(origin, [...(branches.get(origin) ?? []), run]);
    }
  }
  return branches;
}
