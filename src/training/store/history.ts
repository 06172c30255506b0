import * as v from 'valibot';
import type { EpochMetrics } from '../../protocol/run';
import { metricsFrom1 } from './format-1';

const loss = v.pipe(v.number(), v.finite());
/** Of held-out examples, which may be far from all that was trained on: what is no finite number is null in JSON. */
const held = v.nullable(loss);

const Metrics = v.looseObject({
  loss,
  terms: v.record(v.string(), loss),
  elbo: v.nullable(loss),
  epoch: v.pipe(v.number(), v.integer(), v.minValue(1)),
  validation: v.nullable(v.looseObject({ loss: held, terms: v.record(v.string(), held), elbo: held })),
  beta: loss,
  activeUnits: v.pipe(v.number(), v.integer(), v.minValue(0)),
  klDimensions: v.optional(v.array(loss)),
  seconds: v.pipe(v.number(), v.minValue(0)),
});

/** What one epoch's metrics have to be. */
export const EpochMetricsSchema = Metrics as unknown as v.GenericSchema<EpochMetrics>;

/**
 * The metrics that the text of `metrics.jsonl` holds, one row an epoch, ascending. An epoch that was trained again, from an
 * older checkpoint, counts as it was last. Lines that are no metrics, torn by a crash or damaged, are passed over.
 */
export function parseHistory(text: string): EpochMetrics[] {
  const byEpoch = new Map<number, EpochMetrics>();
  for (const line of text.split('\n')) {
    const metrics = parseLine(line);
    if (metrics) byEpoch.set(metrics.epoch, metrics);
  }
  return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
}

function parseLine(line: string): EpochMetrics | null {
  try {
    const result = v.safeParse(EpochMetricsSchema, metricsFrom1(JSON.parse(line)));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}
