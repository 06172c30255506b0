/** Names for all columns, each once: the empty become column_1, column_2, …, the repeated get a number. */
export function distinctNames(given: readonly string[]): string[] {
  const taken = new Set<string>();
  return given.map((cell, index) => {
    const name = cell === '' ? `column_${index + 1}` : cell;
    let distinct = name;
    for (let count = 2; taken.has(distinct); count++) distinct = `${name} (${count})`;
    taken.add(distinct);
    return distinct;
  });
}
