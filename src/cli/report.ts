import { resolve } from 'node:path';
import { mostCompared } from '../protocol/compare';
import type { Measured } from '../protocol/measures';
import type { ReportParams } from '../protocol/report';
import { adviceLines } from './advice';
import { type Arguments, dataFrom, defined, runsFrom, seedFrom } from './arguments';
import { startTrainer, unbroken } from './in-process-trainer';
import { weightsFrom } from './model';
import { isWatched, say } from './output';
import { printer } from './printer';

/** `latent-lens report` */
export async function report(args: Arguments): Promise<void> {
  const path = resolve(args.required('out'));
  const data = args.values.data === undefined ? undefined : dataFrom(args);
  const params: ReportParams = {
    runs: runsFrom(args, 1, mostCompared),
    backend: args.backend,
    path,
    language: { strings: {}, locale: 'en' },
    made: new Date().toISOString(),
    command: commandOf(args),
    ...defined({ data, weights: weightsFrom(args), seed: seedFrom(args) }),
  };
  const { runs, paths } = await startTrainer({ measured: showProgress }).createReport(params, unbroken);
  if (isWatched()) say(clearLine);
  const words = runs.flatMap(({ name, advice }) => adviceLines(advice, runs.length > 1 ? name : undefined));
  printer(args)({ event: 'report', paths, runs }, [...paths, ...words].join('\n'));
}

const clearLine = '\r\u001b[K';

function showProgress({ measure, seconds }: Measured): void {
  if (isWatched()) say(`${clearLine}${measure}: ${seconds} s`);
}

/** The command as it was called, but for the languages of shells. */
function commandOf({ command, values }: Arguments): readonly string[] {
  const options = Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    const all = Array.isArray(value) ? value.map(String) : [String(value)];
    return value === true ? [`--${name}`] : all.flatMap((one) => [`--${name}`, one]);
  });
  return [command, ...options];
}
