import type { TrainingConfig } from '../protocol/config';
import type { Losses } from '../protocol/run';
import { isBetterHigher } from '../protocol/terms';

/**
 * How an epoch is judged by its losses, those of validation where there are such: the lower the better. Of a term of which more
 * is better it is the negative. What is no number is no better than anything.
 */
export function judged({ loss, terms }: Losses, { monitor = 'loss' }: Pick<TrainingConfig, 'monitor'>): number {
  const value = monitor === 'loss' ? loss : (isBetterHigher(monitor) ? -1 : 1) * (terms[monitor] ?? Number.NaN);
  return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
}
