import type { DataConfig } from '../../../protocol/config';
import type { ColumnInfo, DataSummary } from '../../../protocol/data';
import { type Sentence, UserError } from '../../../protocol/errors';
import { dataName } from '../../../protocol/names';
import { partOf, type Task } from '../../../task';
import { encodingWarnings } from '../../bytes/text-encoding';
import type { Dataset, Encoding } from '../../examples/dataset';
import { bytesOfCodes, fitAlphabet, symbolCount, type TextEncoding } from '../../examples/encoding/text';
import { sampleOf } from '../../examples/limit';
import { countsOf, divide, memoryBytes, spreadPlace, streamedWarnings } from '../../examples/memory';
import { checkExamples, type Source } from '../../examples/source';
import { loadTexts } from '../../examples/text/encoded-texts';
import { textWarnings } from '../../examples/text/text-warnings';
import { vocabularySize } from '../../examples/text/vocabulary';
import { type CutExample, cutText } from './cutting';
import { surveyText } from './text-survey';

/** Where an example begins in its file; texts have no other columns. */
const lineColumn: ColumnInfo = { name: 'line', role: 'factor', type: 'numeric' };

/**
 * A text file as sequences of symbols of one length. @throws UserError data.encoding.kind, data.tooLarge, and as
 * `ByteReader`.
 */
export async function openText(
  path: string,
  { config, encoding, task }: { readonly config: DataConfig; readonly encoding?: Encoding; readonly task: Task },
): Promise<Source> {
  if (encoding && encoding.kind !== 'text') throw new UserError('data.encoding.kind', { path });
  const { limit = Number.POSITIVE_INFINITY, take } = config;
  const looked = take === 'first' ? limit : Number.POSITIVE_INFINITY;
  const survey = await surveyText(path, encoding ?? config.text ?? {}, looked, partOf(task, 0, 0.5));
  const { cutting, counts } = survey;
  const examples = Math.min(survey.examples, limit);
  const sample = examples < survey.examples ? sampleOf(survey.examples, examples) : null;
  checkExamples(path, examples, encoding === undefined);
  const most = vocabularySize(config.text ?? {});
  const symbols = survey.symbols ?? { alphabet: fitAlphabet(counts.occurrences(), most) };
  const fitted: TextEncoding = encoding ?? { kind: 'text', ...cutting, ...symbols };
  const warnings: Sentence[] = textWarnings(path, counts, fitted);
  warnings.unshift(...encodingWarnings(path, survey.encoding));
  const { length } = cutting;
  const bytes = bytesOfCodes(fitted);
  const division = divide(examples, { stored: bytes, encoded: bytes }, memoryBytes(config));
  warnings.push(...streamedWarnings(path, division, examples, config));
  const summary: DataSummary = {
    name: dataName(path),
    source: path,
    format: 'text',
    kind: 'text',
    ...countsOf(examples, division),
    shape: [length, symbolCount(fitted)],
    ...(fitted.symbols && { symbols: fitted.symbols }),
    dtype: 'str',
    columns: [lineColumn],
    label: lineColumn.name,
    warnings,
  };
  return {
    summary,
    async load(): Promise<Dataset> {
      const lines = new ShownLines(summary.examples, examples);
      const chosen = new Chosen(sample);
      const reading = partOf(task, 0.5, 1);
      async function* texts(): AsyncGenerator<Iterable<Uint32Array>> {
        for await (const piece of cutText(path, survey.encoding, cutting, survey.examples, reading, survey.read)) {
          yield lines.pass(chosen.of(piece));
        }
      }
      const loaded = await loadTexts(texts(), path, examples, fitted, division);
      const { lines: numbers } = lines;
      return {
        summary,
        encoding: fitted,
        ...loaded,
        columns: [{ ...lineColumn, values: Float32Array.from(numbers) }],
        source: (index) => ({ path, line: numbers[index] }),
      };
    },
  };
}

/** Lets only those examples through that a limit has left. */
class Chosen {
  private passed = 0;
  private taken = 0;

  /** @param places Of those that are used, ascending; null for all. */
  constructor(private readonly places: ArrayLike<number> | null) {}

  *of(piece: Iterable<CutExample>): Generator<CutExample> {
    for (const example of piece) {
      if (this.places && this.passed++ !== this.places[this.taken]) continue;
      this.taken++;
      yield example;
    }
  }
}

/** Notes where those examples begin that are shown. */
class ShownLines {
  readonly lines: Uint32Array;
  private passed = 0;
  private noted = 0;

  constructor(
    private readonly shown: number,
    private readonly examples: number,
  ) {
    this.lines = new Uint32Array(shown);
  }

  /** The symbols of the next examples. */
  *pass(piece: Iterable<CutExample>): Generator<Uint32Array> {
    for (const { symbols, line } of piece) {
      if (this.passed++ === spreadPlace(this.noted, this.shown, this.examples)) this.lines[this.noted++] = line;
      yield symbols;
    }
  }
}
