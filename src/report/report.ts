import type { Report } from './blocks';
import type { ReportFacts } from './facts';
import { curves } from './sections/curves';
import { differences } from './sections/differences';
import { examples } from './sections/examples';
import { measures } from './sections/measures';
import { next } from './sections/next';
import { repeat } from './sections/repeat';
import { result } from './sections/result';
import { space } from './sections/space';
import { what } from './sections/what';
import type { Words } from './words';

const sections = [what, result, next, differences, curves, space, examples, measures, repeat];

/** A report of a run, or of several beside each other. */
export function reportOf(facts: ReportFacts, words: Words): Report {
  const { t } = words;
  const names = facts.runs.map(({ record }) => record.name).join(', ');
  return {
    title: facts.runs.length > 1 ? t('Comparison of {0}', names) : t('Report of {0}', names),
    locale: words.locale,
    blocks: sections.flatMap((section) => section(facts, words)),
  };
}
