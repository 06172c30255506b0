import type { Measured, MeasuredValue } from '../../protocol/measures';
import type { Block, Text } from '../blocks';
import { intervalChart } from '../charts/interval-chart';
import type { ReportFacts, RunFacts } from '../facts';
import { anchorOf } from '../glossary';
import { difference, estimateWords, isBeyondErrors } from '../numbers';
import type { Words } from '../words';

/** Shares, that have one axis. */
const shares: readonly string[] = [
  'trustworthiness',
  'continuity',
  'neighbour-overlap',
  'shepard',
  'knn-accuracy',
  'probe-accuracy',
  'ssim',
  'characters',
];

/** Every measure with its error: of one run beside principal components, of several beside each other. */
export function measures(facts: ReportFacts, words: Words): readonly Block[] {
  const { runs } = facts;
  const { t } = words;
  const differ = runs.some(({ record }) => record.fingerprint !== runs[0].record.fingerprint);
  return [
    { kind: 'heading', level: 2, text: t('Measures'), anchor: 'measures' },
    ...(differ && runs[0].judged.part !== 'all'
      ? [
          {
            kind: 'text',
            text: t(
              'The runs are of different data: compare their figures with that in mind, or judge both by the same data (--data).',
            ),
          } as const,
        ]
      : []),
    ...overview(runs, words),
    runs.length > 1 ? compared(runs, words) : listed(runs[0], words),
    ...runs.flatMap((run) => absences(run, runs.length > 1, words)),
  ];
}

/** Codes beside principal components, or run beside run. */
function overview(runs: readonly RunFacts[], { t }: Words): readonly Block[] {
  const series = runs.length > 1 ? runs.map(({ record }) => record.name) : [t('codes'), t('principal components')];
  const rows = shares.flatMap((name) => {
    const found =
      runs.length > 1
        ? runs.map(({ measured }) => valueNamed(measured, name, 'codes'))
        : ['codes', 'pca'].map((of) => valueNamed(runs[0].measured, name, of));
    if (found.every((value) => value === undefined)) return [];
    const intervals = found.map((value) => (value?.value == null ? null : { value: value.value, error: value.error }));
    return [{ name, intervals }];
  });
  if (rows.length === 0) return [];
  const least = rows.flatMap(({ intervals }) => intervals).reduce((low, own) => Math.min(low, own?.value ?? 0), 0);
  const described = rows.map(
    ({ name, intervals }) =>
      `${name}: ${intervals.map((own, i) => `${series[i]} ${own ? estimateWords(own) : '–'}`).join(', ')}`,
  );
  const chart = intervalChart({
    title: t('Shares and correlations'),
    description: described.join('; '),
    rows,
    series,
    range: [Math.min(0, Math.floor(10 * least) / 10), 1],
  });
  return [{ kind: 'charts', caption: t('With standard errors; more is better of all of these.'), charts: [chart] }];
}

function listed({ measured }: RunFacts, words: Words): Block {
  const { t } = words;
  const rows = measured.flatMap((own) =>
    own.values.map((value): readonly Text[] => [
      nameOf(own, value),
      value.of ?? '',
      estimateWords(value),
      value.unit,
      String(value.n),
      settingWords(value, words),
    ]),
  );
  return {
    kind: 'table',
    caption: t('Each value with its standard error; n is how many examples, draws or pairs it is the mean over.'),
    head: [t('Measure'), t('of'), t('value'), t('unit'), 'n', ''],
    rows,
    numbers: [2, 4],
  };
}

/** The difference of each further run from the first, and whether it is beyond its error. */
function compared(runs: readonly RunFacts[], words: Words): Block {
  const { t } = words;
  const keys = new Map<string, { readonly own: Measured; readonly value: MeasuredValue }>();
  for (const { measured } of runs)
    for (const own of measured)
      for (const value of own.values) if (!keys.has(keyOf(own, value))) keys.set(keyOf(own, value), { own, value });
  const byKey = runs.map(
    ({ measured }) =>
      new Map(measured.flatMap((own) => own.values.map((value) => [keyOf(own, value), value] as const))),
  );
  const rows = [...keys].map(([key, { own, value }]): readonly Text[] => {
    const values = byKey.map((all) => all.get(key));
    const [first, ...others] = values;
    return [
      nameOf(own, value),
      value.of ?? '',
      ...values.map((each) => (each ? estimateWords(each) : '–')),
      value.unit,
      ...others.map((other) => differenceWords(first, other, words)),
    ];
  });
  const [first, ...others] = runs.map(({ record }) => record.name);
  return {
    kind: 'table',
    caption: t(
      'Differences from {0}. One of more than two standard errors is beyond chance of sampling; other seeds of training are another chance.',
      first,
    ),
    head: [t('Measure'), t('of'), first, ...others, t('unit'), ...others.map((name) => t('{0} − {1}', name, first))],
    rows,
    numbers: [...runs.map((_, i) => 2 + i), ...others.map((_, i) => 3 + runs.length + i)],
  };
}

function differenceWords(first: MeasuredValue | undefined, other: MeasuredValue | undefined, { t }: Words): string {
  const apart = first && other && difference(other, first);
  if (!apart) return '–';
  const beyond = isBeyondErrors(apart);
  const words = estimateWords(apart);
  if (beyond === null) return words;
  return beyond ? t('{0}, beyond errors', words) : t('{0}, within errors', words);
}

function nameOf({ measure }: Measured, { name }: MeasuredValue): Text {
  return [{ text: name, to: anchorOf(measure) }];
}

/** What tells a value from others: its name, of what it is, and what it depends on. */
function keyOf({ measure }: Measured, { name, of = '', settings = {} }: MeasuredValue): string {
  const { order, interval } = settings;
  return [measure, name, of, order ?? '', interval ?? ''].join('\0');
}

function valueNamed(measured: readonly Measured[], name: string, of: string): MeasuredValue | undefined {
  return measured.flatMap(({ values }) => values).find((value) => value.name === name && value.of === of);
}

function settingWords({ settings = {}, note }: MeasuredValue, { sentence }: Words): string {
  const given = Object.entries(settings).map(([setting, number]) => `${setting} = ${number}`);
  return [...given, ...(note ? [sentence(note)] : [])].join(', ');
}

function absences({ measured, record }: RunFacts, several: boolean, { t, sentence }: Words): readonly Block[] {
  const absent = measured.flatMap(({ measure, absence }) => (absence ? [`${measure}: ${sentence(absence)}`] : []));
  if (absent.length === 0) return [];
  return [
    { kind: 'text', text: several ? t('Of {0} these have no value:', record.name) : t('These have no value:') },
    { kind: 'list', items: absent },
  ];
}
