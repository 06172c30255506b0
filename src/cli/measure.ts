import type { DataConfig } from '../protocol/config';
import { formatSentence } from '../protocol/errors';
import {
  type Measured,
  type MeasuredPart,
  type MeasuredValue,
  type MeasureParams,
  type MeasureReport,
  measureGroups,
  measureNames,
} from '../protocol/measures';
import { nearestName } from '../protocol/nearest-name';
import { adviceLines } from './advice';
import { type Arguments, countFrom, dataFrom, defined, placeOf, readingFrom, seedFrom, UsageError } from './arguments';
import { startTrainer, unbroken } from './in-process-trainer';
import { modelFrom } from './model';
import { isWatched, print, say } from './output';
import { table } from './table';
import { sayWarnings } from './warnings';

/** `latent-lens measure` */
export async function measure(args: Arguments): Promise<void> {
  const call = measureCallFrom(args);
  const onMeasured = args.json ? printMeasured : showProgress;
  const trainer = startTrainer({ measured: onMeasured });
  const report = await trainer.measureRun(call, unbroken);
  if (!args.json) clearProgress();
  sayWarnings(args, report.warnings);
  if (args.json) printReport(report);
  else print(`${wordsOf(report).join('\n')}\n`);
}

/** What is to be measured, of what. */
export function measureCallFrom(args: Arguments): MeasureParams {
  const samples = countFrom(args, 'samples');
  const data = args.values.data === undefined ? undefined : dataFrom(args);
  return {
    ...modelFrom(args),
    ...defined({
      data,
      reference: referenceFrom(args),
      only: onlyFrom(args, samples),
      samples,
      temperatures: countFrom(args, 'temperatures'),
      seed: seedFrom(args),
    }),
  };
}

const named = [...measureGroups, ...measureNames];

/** Whoever says how many samples asks for the likelihood, too. @throws UsageError that names the nearest of what there is */
function onlyFrom({ values: { only } }: Arguments, samples?: number): MeasureParams['only'] {
  if (typeof only !== 'string') return samples === undefined ? undefined : [...measureGroups, 'log-likelihood'];
  return only.split(',').map((written) => {
    const name = named.find((known) => known === written.trim());
    if (name) return name;
    throw new UsageError(
      `--only: there is no measure ${JSON.stringify(written.trim())}; did you mean ${nearestName(written.trim(), named)}?`,
    );
  });
}

/** Read as the data are, but for what is of these alone: their limit, and their labels where these are a file. */
export function referenceFrom(args: Arguments): DataConfig | undefined {
  const { reference } = args.values;
  if (typeof reference !== 'string') return undefined;
  const { limit: _, exclude: __, ...reading } = readingFrom(args);
  return { source: placeOf(reference), ...reading };
}

const clearLine = '\r\u001b[K';

/** Minutes may pass until there is a table. */
export function showProgress({ measure: name, seconds }: Measured): void {
  if (isWatched()) say(`${clearLine}${name}: ${seconds} s`);
}

export function clearProgress(): void {
  if (isWatched()) say(clearLine);
}

function printMeasured({ values, absence, ...measured }: Measured): void {
  if (absence) print(`${JSON.stringify({ event: 'absent', ...measured, reason: formatSentence(absence) })}\n`);
  for (const { note, ...value } of values) {
    const { measure: name, group, seconds } = measured;
    print(
      `${JSON.stringify({ event: 'measure', measure: name, group, ...value, ...(note && { note: formatSentence(note) }), seconds })}\n`,
    );
  }
}

function printReport({ run, weights, backend, judged, reference, seed, advice }: MeasureReport): void {
  const event = { event: 'measured', run, weights, backend: backend.name, judged, reference, seed, advice };
  print(`${JSON.stringify(event)}\n`);
}

function wordsOf(report: MeasureReport): readonly string[] {
  const { run, weights, judged, reference, seed, measured, advice = [] } = report;
  const groups = measureGroups.flatMap((group) => groupWords(group, measured));
  return [
    `${run}, epoch ${weights.epoch}: ${partWords(judged)}; reference: ${partWords(reference)}; seed ${seed}`,
    ...groups,
    ...adviceLines(advice),
  ];
}

function partWords(part: MeasuredPart | null): string {
  if (!part) return 'none';
  const which = { training: ' that it was trained on', validation: ' that it holds out', all: ` of ${part.source}` };
  return `${part.examples} examples${which[part.part]}`;
}

function groupWords(group: Measured['group'], measured: readonly Measured[]): readonly string[] {
  const own = measured.filter((one) => one.group === group);
  const rows = own.flatMap(({ values }) => values).map(rowOf);
  const absent = own.flatMap(({ measure: name, absence }) =>
    absence ? [`  ${name}: ${formatSentence(absence)}`] : [],
  );
  if (own.length === 0) return [];
  return ['', ...(rows.length > 0 ? table([group, 'of', 'value', '±', 'unit', 'n', ''], rows) : [group]), ...absent];
}

function rowOf({ name, of = '', value, error, unit, n, settings = {}, note }: MeasuredValue): string[] {
  const given = Object.entries(settings).map(([setting, number]) => `${setting} = ${number}`);
  const said = [...given, ...(note ? [formatSentence(note)] : [])].join(', ');
  return [`  ${name}`, of, numberWords(value), numberWords(error), unit, String(n), said];
}

/** To four digits behind the point, or as many that count. */
function numberWords(value: number | null): string {
  if (value === null) return '–';
  if (value !== 0 && Math.abs(value) < 0.001) return value.toPrecision(2);
  return value.toFixed(Math.abs(value) < 10 ? 4 : 2);
}
