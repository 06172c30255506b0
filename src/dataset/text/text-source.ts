import type { DataConfig } from '../../protocol/config';
import type { ColumnInfo, DataSummary } from '../../protocol/data';
import { type Sentence, UserError } from '../../protocol/errors';
import type { Dataset, Encoding } from '../dataset';
import { allocateCodes, fitAlphabet, SymbolTable, symbolCount, type TextEncoding } from '../encoding/text';
import { checkExamples, nameOfFile, type Source } from '../source';
import { partOf, type Task } from '../task';
import { cutText } from './cutting';
import { surveyText } from './text-survey';
import { textWarnings } from './text-warnings';

/** Where an example begins in its file; texts have no other columns. */
const lineColumn: ColumnInfo = { name: 'line', role: 'factor', type: 'numeric' };

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
  const survey = await surveyText(path, encoding ?? config.text ?? {}, limit, partOf(task, 0, 0.5));
  const { examples, cutting, counts } = survey;
  checkExamples(path, examples, encoding === undefined);
  const fitted: TextEncoding = encoding ?? { kind: 'text', ...cutting, alphabet: fitAlphabet(counts.occurrences()) };
  const warnings: Sentence[] = textWarnings(path, counts, fitted);
  if (survey.encoding === 'windows-1252') warnings.unshift({ code: 'data.text.encoding', params: { path } });
  const summary: DataSummary = {
    name: nameOfFile(path),
    source: path,
    format: 'text',
    kind: 'text',
    examples,
    shape: [cutting.length, symbolCount(fitted)],
    dtype: 'str',
    columns: [lineColumn],
    label: lineColumn.name,
    warnings,
  };
  return {
    summary,
    async load(): Promise<Dataset> {
      const { length } = cutting;
      const values = allocateCodes(examples, length, path);
      const lines = new Uint32Array(examples);
      const table = new SymbolTable(fitted);
      let example = 0;
      for await (const piece of cutText(path, survey.encoding, cutting, examples, partOf(task, 0.5, 1))) {
        for (const { characters, line } of piece) {
          table.encode(characters, values.subarray(example * length));
          lines[example++] = line;
        }
      }
      return {
        summary,
        encoding: fitted,
        values,
        columns: [{ ...lineColumn, values: Float32Array.from(lines) }],
        source: (index) => ({ path, line: lines[index] }),
      };
    },
  };
}
