import type { EpochMetrics, Losses } from '../../protocol/run';
import { type TermName, termInSum, termNames } from '../../protocol/terms';
import type { Block } from '../blocks';
import { lineChart, type Series } from '../charts/line-chart';
import type { ReportFacts } from '../facts';
import type { Words } from '../words';

/** A line of more points looks the same. */
const mostPoints = 500;
/** Charts of losses and terms. */
const mostCharts = 6;

interface Quantity {
  readonly name: string;
  of(losses: Losses): number | null | undefined;
}

/** How training went, the runs over each other. */
export function curves({ runs }: ReportFacts, words: Words): readonly Block[] {
  const { t } = words;
  const charts = quantities(words)
    .map((quantity) => ({ quantity, series: seriesOf(quantity, runs, words) }))
    .filter(({ series }) => series.length > 0)
    .slice(0, mostCharts)
    .map(({ quantity: { name }, series }) =>
      lineChart({
        title: name,
        description: series.map((own) => lastWords(own, words)).join('; '),
        series,
        x: t('epoch'),
        y: `${name}, ${t('nats')}`,
        isWhole: true,
      }),
    );
  return [
    { kind: 'heading', level: 2, text: t('Training') },
    charts.length === 0
      ? { kind: 'text', text: t('No epoch is finished.') }
      : {
          kind: 'charts',
          caption: t('Means over the examples of each epoch, nats per example. Dashed: examples that are held out.'),
          charts,
        },
  ];
}

function quantities({ t, declared }: Words): readonly Quantity[] {
  const term = (name: TermName): Quantity => ({ name: declared(termInSum(name)), of: ({ terms }) => terms[name] });
  return [
    { name: 'ELBO', of: ({ elbo }) => elbo },
    { name: t('Loss'), of: ({ elbo, loss }) => (elbo === null ? loss : null) },
    ...termNames.map(term),
  ];
}

function seriesOf({ of }: Quantity, runs: ReportFacts['runs'], { t }: Words): readonly Series[] {
  const several = runs.length > 1;
  return runs.flatMap(({ record, history }, run) => {
    const points = (values: (epoch: EpochMetrics) => number | null | undefined) =>
      thinned(history).flatMap((metrics): [number, number][] => {
        const value = values(metrics);
        return value == null ? [] : [[metrics.epoch, value]];
      });
    const named = (part: string) => (several ? `${record.name}, ${part}` : part);
    const both: readonly Series[] = [
      { name: named(t('training')), colour: run, points: points(of) },
      {
        name: named(t('held out')),
        colour: several ? run : 1,
        isDashed: true,
        points: points(({ validation }) => validation && of(validation)),
      },
    ];
    return both.filter((series) => series.points.length > 0);
  });
}

/** Evenly spread, with the last. */
function thinned(history: readonly EpochMetrics[]): readonly EpochMetrics[] {
  const every = Math.ceil(history.length / mostPoints);
  return history.filter((_, i) => (history.length - 1 - i) % every === 0);
}

function lastWords({ name, points }: Series, { t }: Words): string {
  const [epoch, value] = points[points.length - 1];
  return t('{0}: {1} after epoch {2}', name, String(Number(value.toPrecision(5))), epoch);
}
