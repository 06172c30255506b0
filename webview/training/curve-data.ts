import type { EpochMetrics } from '../../src/protocol/run';

export type Measure = 'loss' | 'reconstruction' | 'kl';

/** Epochs, and the measure over them: training, and validation where there is one. Aligned. */
export interface Curve {
  readonly epochs: number[];
  readonly train: (number | null)[];
  readonly validation: (number | null)[];
}

/** A number that is none (a run that diverged) leaves a gap. */
export function curveOf(history: readonly EpochMetrics[], measure: Measure): Curve {
  const finite = (value: number | undefined) => (value !== undefined && Number.isFinite(value) ? value : null);
  return {
    epochs: history.map((entry) => entry.epoch),
    train: history.map((entry) => finite(entry[measure])),
    validation: history.map((entry) => finite(entry.validation?.[measure])),
  };
}

/** A logarithm wants positive values; where there are others (a density above 1), arcsinh is linear near zero and logarithmic beyond. */
export function scaleFor(curve: Curve, wanted: 'linear' | 'log'): 'linear' | 'log' | 'asinh' {
  if (wanted === 'linear') return 'linear';
  const positive = (value: number | null) => value === null || value > 0;
  return curve.train.every(positive) && curve.validation.every(positive) ? 'log' : 'asinh';
}
