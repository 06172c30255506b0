import type { Block, Chart } from '../blocks';
import { barChart } from '../charts/bar-chart';
import { lineChart } from '../charts/line-chart';
import { scatter } from '../charts/scatter';
import type { ReportFacts, RunFacts, Space } from '../facts';
import { numberWords } from '../numbers';
import type { Words } from '../words';

/** Labels that have a colour: the most frequent ones. */
const mostLabels = 10;
/** Latent dimensions whose densities are drawn. */
const mostMarginals = 6;

/** Where codes lie, how they are held against the prior, and what each dimension carries. */
export function space({ runs }: ReportFacts, words: Words): readonly Block[] {
  const { t } = words;
  return [
    { kind: 'heading', level: 2, text: t('Latent space') },
    ...runs.flatMap((run): readonly Block[] => [
      ...(runs.length > 1 ? [{ kind: 'heading', level: 3, text: run.record.name } as const] : []),
      ...pictures(run, words),
      ...marginals(run, words),
    ]),
    ...dimensions(runs, words),
  ];
}

function pictures(run: RunFacts, words: Words): readonly Block[] {
  const { t } = words;
  const { spaces, points } = run;
  if (spaces.length === 0) return [];
  const many =
    points.shown < points.all
      ? t('{0} of {1} examples, evenly spread.', points.shown, points.all)
      : t('All {0} examples.', points.all);
  const charts = spaces.map((own) => drawn(own, run, words));
  return [{ kind: 'charts', caption: t('The means of the posteriors. {0}', many), charts }];
}

function drawn(own: Space, { labels, points }: RunFacts, words: Words): Chart {
  const { t } = words;
  const { names, groups } = frequent(labels);
  return scatter({
    title: titleOf(own, words),
    description: t('{0} points, coloured by {1} labels', points.shown, names.length),
    points: own.points,
    names: axesOf(own, words),
    groups: groups ?? new Int32Array(own.points.length / 2).fill(-1),
    groupNames: names,
    others: t('others'),
  });
}

function titleOf({ by }: Space, { t }: Words): string {
  if (by === 'axes') return t('Latent space');
  return by === 'components' ? t('Principal components of the codes') : by.layout;
}

function axesOf({ by, shares }: Space, { t }: Words): readonly [string, string] {
  if (by === 'axes') return ['z1', 'z2'];
  if (by !== 'components' || !shares) return [t('first coordinate'), t('second coordinate')];
  const percent = (share: number) => String(Math.round(100 * share));
  return [t('component 1 ({0} %)', percent(shares[0])), t('component 2 ({0} %)', percent(shares[1]))];
}

/** The most frequent labels, in their own order, and each point's place among them; -1 of the others. */
function frequent(labels: RunFacts['labels']): { readonly names: readonly string[]; readonly groups?: Int32Array } {
  if (!labels) return { names: [] };
  const counts = labels.names.map(() => 0);
  for (const number of labels.numbers) if (number >= 0) counts[number]++;
  const kept = [...counts.keys()]
    .filter((number) => counts[number] > 0)
    .sort((a, b) => counts[b] - counts[a])
    .slice(0, mostLabels)
    .sort((a, b) => a - b);
  return {
    names: kept.map((number) => labels.names[number]),
    groups: labels.numbers.map((number) => kept.indexOf(number)),
  };
}

/** The densities of those dimensions in which codes and prior differ most. */
function marginals({ marginals: own }: RunFacts, { t }: Words): readonly Block[] {
  if (!own) return [];
  const latent = own.distances.length;
  const places = own.places.length / latent;
  const chosen = [...own.distances.keys()]
    .sort((a, b) => own.distances[b] - own.distances[a])
    .slice(0, mostMarginals)
    .sort((a, b) => a - b);
  const line = (values: Float32Array, dimension: number) =>
    Array.from({ length: places }, (_, i): [number, number] => {
      const at = dimension * places + i;
      return [own.places[at], values[at]];
    });
  const charts = chosen.map((dimension) =>
    lineChart({
      title: `z${dimension + 1}`,
      description: t('Codes and prior differ by {0} of their mass', numberWords(own.distances[dimension])),
      series: [
        { name: t('codes'), colour: 1, points: line(own.posterior, dimension) },
        { name: t('prior'), colour: 0, isDashed: true, points: line(own.prior, dimension) },
      ],
      x: `z${dimension + 1}`,
      y: t('density'),
    }),
  );
  const caption =
    chosen.length < latent
      ? t(
          'Aggregate posterior and prior in the {0} of {1} dimensions in which they differ most.',
          chosen.length,
          latent,
        )
      : t('Aggregate posterior and prior in each dimension.');
  return [{ kind: 'charts', caption, charts }];
}

/** The KL of each dimension, the runs beside each other. */
function dimensions(runs: readonly RunFacts[], { t }: Words): readonly Block[] {
  const series = runs
    .map((run) => ({ name: run.record.name, values: klOf(run) }))
    .filter(({ values }) => values.length > 0);
  if (series.length === 0) return [];
  const latent = series.reduce((most, { values }) => Math.max(most, values.length), 0);
  const active = runs.flatMap(({ record, measured }) => {
    const units = measured.flatMap(({ values }) => values).find(({ name }) => name === 'active-units');
    return units?.value == null ? [] : [`${record.name}: ${numberWords(units.value)}/${record.config.model.latent}`];
  });
  const chart = barChart({
    title: t('KL by dimension'),
    description: series
      .map(
        ({ name, values }) => `${name}: ${values.map(({ value }, j) => `z${j + 1} ${numberWords(value)}`).join(', ')}`,
      )
      .join('; '),
    series: series.map(({ name, values }) => ({
      name,
      values: values.map(({ value }) => value),
      errors: values.map(({ error }) => error),
    })),
    places: Array.from({ length: latent }, (_, j) => `z${j + 1}`),
    x: t('latent dimension'),
    y: t('KL, nats'),
  });
  return [
    {
      kind: 'charts',
      caption: t(
        'Mean KL of each dimension from the prior, with standard errors. Active units: {0}.',
        active.join('; ') || '–',
      ),
      charts: [chart],
    },
  ];
}

function klOf({ measured, record }: RunFacts): readonly { readonly value: number; readonly error: number | null }[] {
  const values = measured.flatMap((one) => (one.measure === 'kl-by-dimension' ? one.values : []));
  return Array.from({ length: record.config.model.latent }, (_, j) =>
    values.find(({ name, of }) => name === 'kl' && of === `z${j + 1}`),
  ).flatMap((own) => (own?.value == null ? [] : [{ value: own.value, error: own.error }]));
}
