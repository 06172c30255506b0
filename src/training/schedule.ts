import type { MilestonesConfig, ObjectiveConfig, PosteriorConfig, TrainingConfig } from '../protocol/config';
import { temperatureAt } from '../protocol/posteriors';

/** The numbers that an objective depends on, by name, after `epochs` epochs. */
export function scalarsAt(
  epochs: number,
  objective: ObjectiveConfig,
  posterior?: PosteriorConfig,
): Readonly<Record<string, number>> {
  return {
    beta: betaAt(epochs, objective),
    capacity: capacityAt(epochs, objective),
    temperature: temperatureAt(epochs, posterior),
  };
}

/** Of a sigmoid, how far to both sides it is taken for its rise from 0 to 1. */
const reach = 6;

/**
 * The weight of the KL, which rises over its warm-up: linearly (Sonderby et al. 2016, arXiv 1602.02282), along a sigmoid
 * (Bowman et al. 2016, arXiv 1511.06349), or linearly again and again, each time with as long a stay at the full weight
 * (Fu et al. 2019, arXiv 1903.10145, a proportion of one half).
 */
export function betaAt(epochs: number, objective: ObjectiveConfig): number {
  const { beta, warmUpEpochs, annealing = 'linear', cycles = 4 } = objective;
  if (warmUpEpochs === 0) return beta;
  const part = epochs / warmUpEpochs;
  switch (annealing) {
    case 'linear':
      return beta * Math.min(1, part);
    case 'sigmoid':
      return part >= 1 ? beta : beta * (0.5 + Math.tanh((part - 0.5) * reach) / (2 * Math.tanh(reach / 2)));
    case 'cyclical':
      return part >= 2 * cycles ? beta : beta * Math.min(1, part % 2);
  }
}

/** The KL that is not paid for, nats: it rises linearly from 0. Without one 0. */
function capacityAt(epochs: number, { capacity = {} }: ObjectiveConfig): number {
  const { nats = 0, epochs: rise = 0 } = capacity;
  return rise > 0 ? nats * Math.min(1, epochs / rise) : nats;
}

/** Where `step` lowers the rate to a tenth: at these parts of all epochs (He et al. 2016, arXiv 1512.03385, section 4.2). */
const stepsDown = [0.5, 0.75];
/** The first part of one cycle, and the share of the rate that it begins with (Smith & Topin 2018, arXiv 1708.07120). */
const cycle = { rise: 0.3, start: 1 / 25 };

/** What a milestone leaves of the rate, as PyTorch's MultiStepLR has it. */
const usualFactor = 0.1;

/** What is left of the rate after so many epochs: each milestone that is passed takes its factor. */
function shareAfterMilestones(
  epochs: number,
  { epochs: milestones = [], factor = usualFactor }: MilestonesConfig,
): number {
  return factor ** milestones.filter((at) => epochs >= at).length;
}

/**
 * The step size after `epochs` epochs of all, after a linear rise from 0 over the first `warmUpEpochs` (Goyal et al. 2017,
 * arXiv 1706.02677).
 */
export function learningRateAt(
  epochs: number,
  { learningRate, schedule, milestones = {}, epochs: all, warmUpEpochs = 0 }: TrainingConfig,
): number {
  const risen = warmUpEpochs > 0 ? Math.min(1, epochs / warmUpEpochs) : 1;
  const share =
    schedule === 'milestones'
      ? shareAfterMilestones(epochs, milestones)
      : shareOfRate(schedule, Math.min(epochs, all) / all);
  return learningRate * risen * share;
}

/**
 * What a schedule leaves of the rate at a part of training, from 0 to 1. Cosine: (1 + cos(pi part)) / 2 (Loshchilov & Hutter
 * 2017, arXiv 1608.03983, without restarts): large steps early, and a finish as quiet as a longer training's.
 */
function shareOfRate(schedule: Exclude<TrainingConfig['schedule'], 'milestones'>, part: number): number {
  switch (schedule) {
    case 'constant':
      return 1;
    // Its falls depend on how training goes.
    case 'plateau':
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
