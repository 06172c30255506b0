import * as v from 'valibot';
import { RunSelection, type SelectionChange } from '../../protocol/selections';

/** What a later version adds is kept. */
const File = v.looseObject({
  format: v.literal(1),
  selections: v.array(v.looseObject({ ...RunSelection.entries })),
});
export type SelectionsFile = v.InferOutput<typeof File>;

export const noSelections: SelectionsFile = { format: 1, selections: [] };

/** @throws an Error that says which field is wrong, and how. */
export function parseSelections(text: string): SelectionsFile {
  const result = v.safeParse(File, JSON.parse(text));
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`);
}

export function changedSelections(file: SelectionsFile, { put, remove }: SelectionChange): SelectionsFile {
  const kept = new Map(file.selections.map((selection) => [selection.name, selection]));
  for (const name of remove) kept.delete(name);
  for (const selection of put) kept.set(selection.name, { ...kept.get(selection.name), ...selection });
  return { ...file, selections: [...kept.values()] };
}

/** One on a line, so that what changed is seen by line. */
export function formatSelections(file: SelectionsFile): string {
  const { selections, ...rest } = file;
  const lines = selections.map((selection) => JSON.stringify(selection)).join(',\n');
  return `${JSON.stringify(rest).slice(0, -1)},"selections":[\n${lines}\n]}\n`;
}
