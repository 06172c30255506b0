import type { ObjectiveConfig, TrainingConfig } from '../protocol/config';

/** The numbers that an objective depends on, by name, after `epochs` epochs. */
export function scalarsAt(epochs: number, objective: ObjectiveConfig): Readonly<Record<string, number>> {
  return { beta: betaAt(epochs, objective) };
}

/** KL warm-up after `epochs` epochs: beta rises linearly from 0 (Sonderby et al. 2016, arXiv 1602.02282). */
export function betaAt(epochs: number, { beta, warmUpEpochs }: ObjectiveConfig): number {
  return warmUpEpochs > 0 ? beta * Math.min(1, epochs / warmUpEpochs) : beta;
}

/** Where `step` lowers the rate to a tenth: at these parts of all epochs (He et al. 2016, arXiv 1512.03385, section 4.2). */
const stepsDown = [0.5, 0.75];
/** The first part of one cycle, and the share of the rate that it begins with (Smith & Topin 2018, arXiv 1708.07120). */
const cycle = { rise: 0.3, start: 1 / 25 };

/**
 * The step size after `epochs` epochs of all, after a linear rise from 0 over the first `warmUpEpochs` (Goyal et al. 2017,
 * arXiv 1706.02677).
 */
export function learningRateAt(
  epochs: number,
  { learningRate, schedule, epochs: all, warmUpEpochs = 0 }: TrainingConfig,
): number {
  const risen = warmUpEpochs > 0 ? Math.min(1, epochs / warmUpEpochs) : 1;
  return learningRate * risen * shareOfRate(schedule, Math.min(epochs, all) / all);
}

/**
 * What a schedule leaves of the rate at a part of training, from 0 to 1. Cosine: (1 + cos(pi part)) / 2 (Loshchilov & Hutter
 * 2017, arXiv 1608.03983, without restarts): large steps early, and a finish as quiet as a longer training's.
 */
function shareOfRate(schedule: TrainingConfig['schedule'], part: number): number {
  switch (schedule) {
    case 'constant':
      return 1;
    case 'cosine':
      return fall(part);
    case 'step':
      return 0.1 ** stepsDown.filter((at) => part >= at).length;
    case 'one-cycle':
      return part < cycle.rise
        ? 1 - (1 - cycle.start) * fall(part / cycle.rise)
        : fall((part - cycle.rise) / (1 - cycle.rise));
  }
}

/** From 1 to 0 along half a cosine. */
function fall(part: number): number {
  return (1 + Math.cos(Math.PI * part)) / 2;
}
