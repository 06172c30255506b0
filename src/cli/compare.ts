import { type ComparedRun, mostCompared, type RunsComparison } from '../protocol/compare';
import { configDifferences } from '../protocol/config-differences';
import type { EpochMetrics } from '../protocol/run';
import { termInSum, termNames } from '../protocol/terms';
import { type Arguments, dataFrom, runsFrom } from './arguments';
import { startTrainer, unbroken } from './in-process-trainer';
import { lossFields, printer } from './printer';
import { table } from './table';

/** `latent-lens compare` */
export async function compare(args: Arguments): Promise<void> {
  const runs = runsFrom(args, 2, mostCompared);
  const data = args.values.data === undefined ? {} : { data: dataFrom(args) };
  const compared = await startTrainer({}).compareRuns({ runs, backend: args.backend, ...data }, unbroken);
  const settings = configDifferences(compared.runs.map(({ config }) => config));
  const fields = compared.runs.map(({ config: _, metrics, ...run }) => ({
    ...run,
    metrics: metrics && fieldsOf(metrics),
  }));
  const words = [
    ...table(
      ['', ...compared.runs.map(labelOf)],
      [
        ...settings.map(({ setting, values }) => [setting, ...values.map((value) => value ?? '–')]),
        ...measureRows(compared.runs),
      ],
    ),
    '',
    ...compared.pairs.map((pair) => pairWords(pair, compared.runs)),
  ];
  printer(args)({ event: 'comparison', runs: fields, settings, pairs: compared.pairs }, words.join('\n'));
}

function labelOf({ name, epoch }: ComparedRun): string {
  return `${name}@${epoch}`;
}

function fieldsOf({ validation, activeUnits, ...losses }: EpochMetrics) {
  return { ...lossFields(losses), validation: validation && lossFields(validation), activeUnits };
}

/** What each run was at its epoch: those measures that one of them has. */
function measureRows(runs: readonly ComparedRun[]): readonly string[][] {
  const measures: [string, (metrics: EpochMetrics) => number | null | undefined][] = [
    ['loss', ({ loss }) => loss],
    ...termNames.map((name): [string, (metrics: EpochMetrics) => number | undefined] => [
      termInSum(name),
      ({ terms }) => terms[name],
    ]),
    ['ELBO', ({ elbo }) => elbo],
    ['validation loss', ({ validation }) => validation?.loss],
    ['validation ELBO', ({ validation }) => validation?.elbo],
    ['active units', ({ activeUnits }) => activeUnits],
  ];
  return measures
    .map(([name, of]) => [name, ...runs.map(({ metrics }) => numberWords(metrics && of(metrics)))])
    .filter(([, ...values]) => values.some((value) => value !== '–'));
}

function numberWords(value: number | null | undefined): string {
  if (value == null) return '–';
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

function pairWords(
  { of, examples, cka, disparity, distances, overlap }: RunsComparison['pairs'][number],
  runs: readonly ComparedRun[],
) {
  const [one, other] = of.map((place) => labelOf(runs[place]));
  if (cka === null) return `${one} and ${other}: the codes of one of them are all at one place, and like nothing`;
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  const neighbours = overlap
    ? `${share(overlap.value)} ± ${share(overlap.error)} of the ${overlap.k} nearest neighbours the same (by chance ${share(overlap.chance)})`
    : 'neighbours are not told apart where codes are drawn from a list';
  return `${one} and ${other}, ${examples} examples: CKA ${fixed(cka)}, Procrustes disparity ${fixed(disparity)}, distances ${fixed(distances)}, ${neighbours}`;
}

function fixed(value: number | null): string {
  return value === null ? '–' : value.toFixed(4);
}
