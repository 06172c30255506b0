/** A whole number above zero from an environment variable, or what it is by default. */
export function countSetting(name: string, normally: number): number {
  return countsSetting(name, [normally])[0];
}

/** The same, several of them, separated by commas. Throws an Error that names the variable where it holds anything else. */
export function countsSetting(name: string, normally: readonly number[]): readonly number[] {
  const text = process.env[name];
  if (!text) return normally;
  const counts = text.split(',').map(Number);
  if (counts.every((count) => Number.isInteger(count) && count > 0)) return counts;
  throw new Error(`${name} is ${text}: give whole numbers above zero, separated by commas.`);
}

/** Some of `all`, separated by commas, from an environment variable; all of them by default. Throws an Error for any other. */
export function choicesSetting<T extends string>(name: string, all: readonly T[]): readonly T[] {
  const text = process.env[name];
  if (!text) return all;
  return text.split(',').map((asked) => {
    const choice = all.find((own) => own === asked);
    if (choice === undefined)
      throw new Error(`${name} has ${asked}: give some of ${all.join(', ')}, separated by commas.`);
    return choice;
  });
}
