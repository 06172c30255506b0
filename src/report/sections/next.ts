import type { Advice } from '../../protocol/advice';
import type { Block } from '../blocks';
import type { ReportFacts } from '../facts';
import type { Words } from '../words';

/** What should I do next? What the rules find, run by run. */
export function next({ runs }: ReportFacts, words: Words): readonly Block[] {
  const { t } = words;
  return [
    { kind: 'heading', level: 2, text: t('What should I do next?') },
    ...runs.flatMap(({ record, advice }): readonly Block[] => [
      ...(runs.length > 1 ? [{ kind: 'heading', level: 3, text: record.name } as const] : []),
      advice.length === 0
        ? { kind: 'text', text: t('No rule finds anything to change.') }
        : { kind: 'list', items: advice.map((one) => adviceWords(one, words)) },
    ]),
  ];
}

/** What is so, why that matters, what may be changed, and who says so. */
export function adviceWords({ sentence, why, changes, source }: Advice, words: Words): string {
  const { t } = words;
  const settings = changes.map(({ setting, from, to }) => t('{0} from {1} to {2}', setting, from, to)).join('; ');
  return [
    words.sentence(sentence),
    words.sentence(why),
    ...(settings === '' ? [] : [t('Try: {0}.', settings)]),
    ...(source === undefined ? [] : [`(${source})`]),
  ].join(' ');
}
