/** What the command line prints of where a run is, when it begins and when it ends. */
const announced = /(?:The run is in |\b(?:completed|stopped): )(.+?)\s*$/;

/** The folder of a run in a line of a terminal, and where in the line it stands. */
export function runIn(line: string): { readonly directory: string; readonly startIndex: number } | undefined {
  const found = announced.exec(line);
  if (!found) return undefined;
  const [whole, directory] = found;
  return { directory, startIndex: found.index + whole.indexOf(directory) };
}
