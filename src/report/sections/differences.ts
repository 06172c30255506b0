import { configDifferences } from '../../protocol/config-differences';
import type { Block } from '../blocks';
import type { ReportFacts } from '../facts';
import { estimateWords, numberWords } from '../numbers';
import { type Words, withoutFolders } from '../words';

/** Of several runs: in which settings they differ, and how alike their codes are. */
export function differences({ runs, pairs }: ReportFacts, words: Words): readonly Block[] {
  const { t } = words;
  if (runs.length < 2) return [];
  const settings = configDifferences(runs.map(({ record }) => record.config));
  const names = runs.map(({ record }) => record.name);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    { kind: 'heading', level: 2, text: t('What is not the same') },
    settings.length === 0
      ? { kind: 'text', text: t('All settings are the same.') }
      : {
          kind: 'table',
          caption: t('Settings in which the runs differ.'),
          head: [t('Setting'), ...names],
          rows: settings.map(({ setting, values }) => [
            setting,
            ...values.map((value) => (value === null ? '–' : withoutFolders(value))),
          ]),
        },
    'code' in pairs
      ? { kind: 'text', text: words.sentence(pairs) }
      : {
          kind: 'table',
          caption: t('How alike the codes are that the runs give the same examples.'),
          head: [
            t('Runs'),
            'CKA',
            t('Procrustes disparity'),
            t('distances'),
            t('neighbours in common'),
            t('by chance'),
            'n',
          ],
          rows: pairs.map(({ of, cka, disparity, distances, overlap, examples }) => [
            of.map((place) => names[place]).join(' – '),
            numberWords(cka),
            numberWords(disparity),
            numberWords(distances),
            overlap ? estimateWords(overlap) : '–',
            overlap ? percent(overlap.chance) : '–',
            String(examples),
          ]),
          numbers: [1, 2, 3, 4, 5, 6],
        },
  ];
}
