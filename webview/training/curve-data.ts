import type { EpochMetrics, Losses } from '../../src/protocol/run';

export type Measure = 'loss' | 'reconstruction' | 'kl';

/** Epochs, and the measure over them: training, and validation where there is one. Aligned. */
export interface Curve {
  readonly epochs: number[];
  readonly train: (number | null)[];
  readonly validation: (number | null)[];
}

/**
 * reconstruction + beta KL, nats per example: the loss with its KL at one weight, that of the objective. The `loss` that
 * is stored is another quantity in training than in validation while the KL is warmed up: there its weight rises from 0,
 * here it is whole from the start. Free bits count in neither: what they would have spared is not stored.
 */
export function lossAt(beta: number, { reconstruction, kl }: Pick<Losses, 'reconstruction' | 'kl'>): number {
  return reconstruction + beta * kl;
}

/** A number that is none (a run that diverged) leaves a gap. `beta` is that of the objective. */
export function curveOf(history: readonly EpochMetrics[], measure: Measure, beta: number): Curve {
  const shown = (losses: Losses | null) => {
    if (losses === null) return null;
    const value = measure === 'loss' ? lossAt(beta, losses) : losses[measure];
    return Number.isFinite(value) ? value : null;
  };
  return {
    epochs: history.map((entry) => entry.epoch),
    train: history.map(shown),
    validation: history.map((entry) => shown(entry.validation)),
  };
}

/** A logarithm wants positive values; where there are others (a density above 1), arcsinh is linear near zero and logarithmic beyond. */
export function scaleFor(curve: Curve, wanted: 'linear' | 'log'): 'linear' | 'log' | 'asinh' {
  if (wanted === 'linear') return 'linear';
  const positive = (value: number | null) => value === null || value > 0;
  return curve.train.every(positive) && curve.validation.every(positive) ? 'log' : 'asinh';
}
