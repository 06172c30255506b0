import type { Corrections } from '../../protocol/config';
import { UserError } from '../../protocol/errors';
import type { CorrectableData, Correction } from '../../protocol/failures';

/** What is decided about an example, as corrections have it. */
export function decisionOn(corrections: Corrections | undefined, row: number): Correction | undefined {
  const { exclude, labels, reviewed } = corrections ?? {};
  if (exclude?.includes(row)) return { kind: 'exclude' };
  const label = labels?.[row];
  if (label !== undefined) return { kind: 'relabel', label };
  return reviewed?.includes(row) ? { kind: 'right' } : undefined;
}

/**
 * Corrections with another decision about an example; null: none any more. Rows ascend, so that a difference between two files is that
 * between what was decided.
 * @param file That they stand in.
 * @throws UserError corrections.otherFile where those that are there are of other data
 */
export function decided(
  corrections: Corrections | undefined,
  { examples, fingerprint }: Pick<CorrectableData, 'examples' | 'fingerprint'>,
  row: number,
  correction: Correction | null,
  file: string,
): Corrections {
  if (corrections && (corrections.examples !== examples || corrections.fingerprint !== fingerprint)) {
    throw new UserError('corrections.otherFile', { file });
  }
  const others = (rows: readonly number[] = []) => rows.filter((each) => each !== row);
  const withRow = (rows: readonly number[] | undefined, kind: Correction['kind']) =>
    [...others(rows), ...(correction?.kind === kind ? [row] : [])].sort((a, b) => a - b);
  const exclude = withRow(corrections?.exclude, 'exclude');
  const reviewed = withRow(corrections?.reviewed, 'right');
  const { [row]: _, ...labels } = corrections?.labels ?? {};
  if (correction?.kind === 'relabel') labels[row] = correction.label;
  return {
    examples,
    fingerprint,
    ...(exclude.length > 0 && { exclude }),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(reviewed.length > 0 && { reviewed }),
  };
}
