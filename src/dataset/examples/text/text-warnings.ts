import type { Sentence } from '../../../protocol/errors';
import { type TextEncoding, unknown } from '../encoding/text';
import type { CharacterCounts } from './character-counts';

/** A smaller share of unknown characters is not worth a word. */
const faintShare = 0.001;

/** What an encoding makes of texts, and what it leaves out of them. */
export function textWarnings(path: string, counts: CharacterCounts, encoding: TextEncoding): Sentence[] {
  const { mode, length, symbols } = encoding;
  const warnings = symbols ? [vocabularySentence(path, counts, encoding, symbols)] : [];
  const count = counts.longerThan(length);
  if (count > 0 && mode === 'lines') {
    const code = symbols ? 'data.text.cutSymbols' : 'data.text.cut';
    warnings.push({ code, params: { path, count, length, longest: counts.longest, ...(symbols && { symbols }) } });
  }
  return symbols ? warnings : [...warnings, ...unknownCharacters(path, counts, encoding)];
}

/** What texts were read as. */
export function vocabularySentence(
  path: string,
  counts: CharacterCounts,
  { alphabet }: Pick<TextEncoding, 'alphabet'>,
  symbols: string,
): Sentence {
  const occurrences = counts.occurrences();
  const total = sum(occurrences.values());
  const strange = occurrences.get(unknown) ?? 0;
  const percent = total === 0 ? 0 : Number(((100 * strange) / total).toPrecision(2));
  return { code: 'data.text.vocabulary', params: { path, symbols, vocabulary: alphabet.length, total, percent } };
}

function unknownCharacters(path: string, counts: CharacterCounts, { alphabet }: TextEncoding): Sentence[] {
  const strange = counts.occurrences();
  const total = sum(strange.values());
  for (const letter of alphabet) strange.delete(letter.codePointAt(0)!);
  const unknown = sum(strange.values());
  if (unknown <= faintShare * total) return [];
  return [{ code: 'data.text.unknown', params: { path, count: unknown, different: strange.size } }];
}

function sum(counts: Iterable<number>): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
