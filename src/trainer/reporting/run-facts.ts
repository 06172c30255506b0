import { basename } from 'node:path';
import { adviceOn } from '../../advice/rules';
import { render } from '../../dataset';
import { measureAll } from '../../measures/measure-all';
import type { Measured } from '../../protocol/measures';
import { planNetwork } from '../../protocol/network-plan';
import type { LookedAt, RunFacts } from '../../report/facts';
import { type OpenMeasured, partWords } from '../measuring/measure-run';
import type { DataPart } from '../measuring/measured-data';
import { codeSpaces } from './code-spaces';
import { evidenceOf } from './evidence';

/** Samples that are shown. */
const samples = 32;

/** All that a report says of a run. @param onMeasured Hears of each measure. */
export async function runFacts(
  path: string,
  opened: OpenMeasured,
  signal: AbortSignal,
  onMeasured: (measured: Measured) => void,
): Promise<RunFacts> {
  const { record, weights, backend, seed, history, context, data } = opened;
  const measured: Measured[] = [];
  for await (const one of measureAll(context, undefined, signal)) {
    measured.push(one);
    onMeasured(one);
  }
  const { judged, reference } = data;
  const advice = adviceOn(await evidenceOf(opened, measured));
  const { encoding } = judged.dataset;
  return {
    folder: basename(path),
    record,
    weights,
    backend,
    history,
    plan: planNetwork(record.config.model, record.data),
    seed,
    judged: lookedAt(judged),
    reference: reference && lookedAt(reference),
    ...(data.problem && { problem: data.problem }),
    measured,
    advice,
    ...(await codeSpaces(opened)),
    samples: context.capabilities.prior ? render((await context.samples(samples)).examples, encoding) : null,
  };
}

function lookedAt(part: DataPart): LookedAt {
  return { ...partWords(part), all: part.all.length };
}
