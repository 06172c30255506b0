import { courseMisfits } from '../../src/protocol/course-misfits';
import type { DataSummary } from '../../src/protocol/data';
import type { Sentence, SentenceParams } from '../../src/protocol/errors';
import { fieldName } from '../../src/protocol/field-words';
import { fieldOf, readField } from '../../src/protocol/fields';
import { resolveConfig } from '../../src/protocol/presets';
import { problemOf } from '../../src/protocol/problems';
import { misfits, objectiveMisfits, trainingMisfits } from '../../src/protocol/requirements';
import type { SentenceCode } from '../../src/protocol/sentences';
import { sentenceInWords, t, translate } from '../l10n';
import type { Draft } from './draft';

/** What keeps a training from beginning, as a sentence, and the setting to mend. */
export interface Problem {
  readonly key: string;
  readonly sentence: string;
}

/** What is known of the data: what they are, or why they cannot be read. */
export interface KnownData {
  readonly summary: DataSummary | null;
  readonly failure: Sentence | null;
}

/** All that is wrong: with what was typed, with the data, and with the model for these data. */
export function problemsOf(draft: Draft, { summary, failure }: KnownData): readonly Problem[] {
  const problems: Problem[] = Object.entries(draft.typed).flatMap(([key, text]) => {
    const field = fieldOf(key);
    const { issue } = readField(field, text);
    // A word and a stop, so that each language can order them.
    return issue ? [{ key, sentence: t('{0} {1}.', translate(fieldName(field)), problemOf(issue, t)) }] : [];
  });
  if (failure) problems.push({ key: 'data.source', sentence: sentenceInWords(failure).text });
  if (!summary) return problems;
  const typed = new Set(Object.keys(draft.typed));
  for (const { key, code, params = {} } of misfitsOf(draft, summary)) {
    if (!typed.has(key)) problems.push({ key, sentence: sentenceInWords({ code, params }).text });
  }
  return problems;
}

/** Where the model and its training are at odds with themselves or with the data: settings, and sentences about them. */
export function misfitsOf(
  draft: Draft,
  summary: DataSummary,
): readonly { key: string; code: SentenceCode; params?: SentenceParams }[] {
  const { columns, kind } = summary;
  const config = resolveConfig(draft.request, summary);
  const { model, objective, training } = config;
  const categories = columns.filter(({ role, type }) => role === 'feature' && type === 'category');
  return [
    ...misfits(model, kind, categories, summary).map(({ setting, ...misfit }) => ({
      key: `model.${setting}`,
      ...misfit,
    })),
    ...objectiveMisfits(objective, model, kind),
    ...trainingMisfits(training, kind),
    ...courseMisfits(config, summary),
  ];
}
