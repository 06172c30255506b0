import type { Sentence } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { encodingWarnings } from '../../bytes/text-encoding';
import { vocabularySentence } from '../../examples/text/text-warnings';
import { symbolKindOf } from '../../examples/text/vocabulary';
import type { StoredArray, StoredData, StoredOptions } from '../stored-data';
import { cutText } from './cutting';
import { surveyText, type TextSurvey } from './text-survey';

const pieceBytes = 1 << 22;
/** Lines are padded to the longest one, unless that takes more than so many times the usual length. */
const mostPadding = 4;

/**
 * A text file: the code points of its examples (lines, or windows of consecutive characters), 0 beyond the end of one.
 * Line ends are one character, U+000A; those between lines that are examples are left out.
 * @throws UserError as `ByteReader`.
 */
export async function openStoredText(path: string, { text = {}, task }: StoredOptions): Promise<StoredData> {
  const characters = { ...text, symbols: undefined };
  const survey = await surveyText(path, characters, Number.POSITIVE_INFINITY, task);
  const { counts, cutting } = survey;
  const longest = Math.max(1, counts.longest);
  const isPadded = text.length === undefined && cutting.mode === 'lines' && longest <= mostPadding * cutting.length;
  const length = isPadded ? longest : cutting.length;
  const warnings: Sentence[] = [];
  warnings.push(...encodingWarnings(path, survey.encoding));
  if (symbolKindOf(text)) warnings.push(await vocabularyOf(path, text, task));
  const count = counts.longerThan(length);
  if (count > 0) warnings.push({ code: 'data.text.cut', params: { path, count, length, longest } });
  return { kind: 'text', path, values: codePoints(path, survey, length), labels: null, columns: [], warnings };
}

/** What the symbols would be that a model is given. */
async function vocabularyOf(path: string, text: NonNullable<StoredOptions['text']>, task: Task): Promise<Sentence> {
  const { counts, symbols } = await surveyText(path, text, Number.POSITIVE_INFINITY, task);
  if (!symbols) throw new Error('These are characters');
  return vocabularySentence(path, counts, symbols, symbols.symbols);
}

function codePoints(path: string, { encoding, cutting, examples }: TextSurvey, length: number): StoredArray {
  return {
    dtype: 'uint32',
    shape: [examples, length],
    async *bytes(task) {
      const rows = Math.max(1, Math.floor(pieceBytes / (4 * length)));
      const piece = Buffer.alloc(4 * length * rows);
      let row = 0;
      for await (const part of cutText(path, encoding, { ...cutting, length }, examples, task)) {
        for (const { symbols: characters } of part) {
          const begin = 4 * length * row;
          piece.fill(0, begin, begin + 4 * length);
          for (let i = 0; i < characters.length; i++) piece.writeUInt32LE(characters[i], begin + 4 * i);
          if (++row < rows) continue;
          yield piece;
          row = 0;
        }
      }
      if (row > 0) yield piece.subarray(0, 4 * length * row);
    },
  };
}
