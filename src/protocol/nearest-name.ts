/** The one of some names that begins with what was written, or else is nearest to it by the letters that are to be changed (Levenshtein 1966). */
export function nearestName<Name extends string>(written: string, names: readonly Name[]): Name {
  const longer = names.find((name) => written !== '' && name.startsWith(written));
  if (longer !== undefined) return longer;
  const distances = names.map((name) => editDistance(written, name));
  return names[distances.indexOf(Math.min(...distances))];
}

/** How many letters are to be put in, left out or exchanged. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const exchanged = row[j - 1] + Number(from[i - 1] !== to[j - 1]);
      next.push(Math.min(exchanged, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[to.length];
}
