import type { Sentence } from '../../../protocol/errors';
import type { TextEncoding } from '../encoding/text';
import type { CharacterCounts } from './character-counts';

/** A smaller share of unknown characters is not worth a word. */
const faintShare = 0.001;

/** What an encoding leaves out of texts. */
export function textWarnings(
  path: string,
  counts: CharacterCounts,
  { mode, length, alphabet }: TextEncoding,
): Sentence[] {
  const warnings: Sentence[] = [];
  const count = counts.longerThan(length);
  if (count > 0 && mode === 'lines') {
    warnings.push({ code: 'data.text.cut', params: { path, count, length, longest: counts.longest } });
  }
  const strange = counts.occurrences();
  const total = sum(strange.values());
  for (const letter of alphabet) strange.delete(letter.codePointAt(0)!);
  const unknown = sum(strange.values());
  if (unknown > faintShare * total) {
    warnings.push({ code: 'data.text.unknown', params: { path, count: unknown, different: strange.size } });
  }
  return warnings;
}

function sum(counts: Iterable<number>): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
