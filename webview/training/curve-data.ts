import type { EpochMetrics, Losses } from '../../src/protocol/run';
import { lossAtWholeWeights, type TermName, type TermsConfig } from '../../src/protocol/terms';

export type Measure = 'loss' | TermName;

/** Epochs, and the measure over them: training, and validation where there is one. Aligned. */
export interface Curve {
  readonly epochs: number[];
  readonly train: (number | null)[];
  readonly validation: (number | null)[];
}

/**
 * What a curve shows of losses, nats per example: the loss with its terms at their whole weights, or a term. Null where that
 * is no number: a run diverged, or did not have the term yet.
 */
export function measured({ terms }: Losses, measure: Measure, config: TermsConfig): number | null {
  const value = measure === 'loss' ? lossAtWholeWeights(terms, config) : terms[measure];
  return Number.isFinite(value) ? value : null;
}

/** @param config Of the run. */
export function curveOf(history: readonly EpochMetrics[], measure: Measure, config: TermsConfig): Curve {
  return {
    epochs: history.map((entry) => entry.epoch),
    train: history.map((entry) => measured(entry, measure, config)),
    validation: history.map(({ validation }) => validation && measured(validation, measure, config)),
  };
}

/** A logarithm wants positive values; where there are others (a density above 1), arcsinh is linear near zero and logarithmic beyond. */
export function scaleFor(curve: Curve, wanted: 'linear' | 'log'): 'linear' | 'log' | 'asinh' {
  if (wanted === 'linear') return 'linear';
  const positive = (value: number | null) => value === null || value > 0;
  return curve.train.every(positive) && curve.validation.every(positive) ? 'log' : 'asinh';
}
