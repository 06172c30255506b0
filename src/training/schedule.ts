import type { ObjectiveConfig, TrainingConfig } from '../protocol/config';

/** KL warm-up after `epochs` epochs: beta rises linearly from 0 (Sonderby et al. 2016, arXiv 1602.02282). */
export function betaAt(epochs: number, { beta, warmUpEpochs }: ObjectiveConfig): number {
  return warmUpEpochs > 0 ? beta * Math.min(1, epochs / warmUpEpochs) : beta;
}

/**
 * The step size after `epochs` epochs. Cosine: rate (1 + cos(pi epochs / all epochs)) / 2 (Loshchilov & Hutter 2017,
 * arXiv 1608.03983, without restarts): large steps early, and a finish as quiet as a longer training's.
 */
export function learningRateAt(epochs: number, { learningRate, schedule, epochs: all }: TrainingConfig): number {
  return schedule === 'cosine'
    ? (learningRate * (1 + Math.cos((Math.PI * Math.min(epochs, all)) / all))) / 2
    : learningRate;
}
