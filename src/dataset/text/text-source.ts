import { basename } from 'node:path';
import type { DataConfig } from '../../protocol/config';
import type { ColumnInfo, DataSummary } from '../../protocol/data';
import { type Sentence, UserError } from '../../protocol/errors';
import type { Dataset, Encoding } from '../dataset';
import { fitAlphabet, SymbolTable, symbolCount, type TextEncoding } from '../encoding/text';
import { largestBytes } from '../files/byte-reader';
import { checkExamples, type Source } from '../source';
import type { Task } from '../task';
import { visitExamples } from './cutting';
import { surveyText, type TextSurvey } from './text-survey';

/** Where an example begins in its file; texts have no other columns. */
const lineColumn: ColumnInfo = { name: 'line', role: 'factor', type: 'numeric' };

/** More unknown characters than this share are worth a word. */
const faintShare = 0.001;

/**
 * A text file as sequences of characters of one length. @throws UserError data.encoding.kind, data.tooLarge, and as
 * `ByteReader`.
 */
export async function openText(
  path: string,
  { config, encoding, task }: { readonly config: DataConfig; readonly encoding?: Encoding; readonly task: Task },
): Promise<Source> {
  if (encoding && encoding.kind !== 'text') throw new UserError('data.encoding.kind', { path });
  const limit = config.limit ?? Number.POSITIVE_INFINITY;
  const half = { signal: task.signal, onProgress: (fraction: number) => task.onProgress?.(fraction / 2) };
  const survey = await surveyText(path, encoding ?? config.text ?? {}, limit, half);
  const { examples, cutting } = survey;
  checkExamples(path, examples, encoding === undefined);
  const fitted: TextEncoding = encoding ?? { kind: 'text', ...cutting, alphabet: fitAlphabet(survey.occurrences) };
  const summary: DataSummary = {
    name: basename(path)
      .replace(/\.gz$/i, '')
      .replace(/\.[^.]*$/, ''),
    source: path,
    format: 'text',
    kind: 'text',
    examples,
    shape: [cutting.length, symbolCount(fitted)],
    dtype: 'str',
    columns: [lineColumn],
    label: lineColumn.name,
    warnings: warningsOf(path, survey, fitted),
  };
  return {
    summary,
    async load(): Promise<Dataset> {
      const { length } = cutting;
      if (examples * length > largestBytes) throw new UserError('data.tooLarge', { path, gigabytes: 4 });
      const values = new Uint8Array(examples * length);
      const lines = new Float32Array(examples);
      const table = new SymbolTable(fitted);
      let example = 0;
      await visitExamples(
        path,
        survey.encoding,
        cutting,
        examples,
        (characters, count, _, line) => {
          for (let i = 0; i < count; i++) values[example * length + i] = table.codeOf(characters[i]);
          lines[example++] = line;
        },
        { signal: task.signal, onProgress: (fraction) => task.onProgress?.((1 + fraction) / 2) },
      );
      return {
        summary,
        encoding: fitted,
        values,
        columns: [{ ...lineColumn, values: lines }],
        source: (index) => ({ path, line: lines[index] }),
      };
    },
  };
}

function warningsOf(path: string, survey: TextSurvey, { alphabet, length }: TextEncoding): Sentence[] {
  const warnings: Sentence[] = [];
  if (survey.encoding === 'windows-1252') warnings.push({ code: 'data.text.encoding', params: { path } });
  if (survey.cut > 0 && survey.cutting.mode === 'lines') {
    warnings.push({ code: 'data.text.cut', params: { path, count: survey.cut, length, longest: survey.longest } });
  }
  const known = new Set(alphabet.map((letter) => letter.codePointAt(0)));
  const all = [...survey.occurrences];
  const strange = all.filter(([point]) => !known.has(point));
  const [total, count] = [all, strange].map((entries) => entries.reduce((sum, [, times]) => sum + times, 0));
  if (count > faintShare * total) {
    warnings.push({ code: 'data.text.unknown', params: { path, count, different: strange.length } });
  }
  return warnings;
}
