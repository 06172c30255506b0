import { figure, type Rule } from '../advice';

/** Epochs that are looked at: from the first that have the whole weight of the KL. */
const leastEpochs = 6;
/** A rise by this share of all that training has brought is a jump. */
const jump = 0.1;
/** One alone may be bad luck. */
const leastJumps = 2;

/** The loss of training rises from one epoch to the next, again and again, by a good part of what it has come down. */
export const lossJumps: Rule = {
  why: 'advice.lossJumpsWhy',
  source: 'Smith 2017, section 3.3; Bengio 2012, section 3.1',
  judge({ history, config }) {
    const whole = history.filter(({ beta }) => beta >= config.objective.beta);
    if (whole.length < leastEpochs || config.objective.annealing === 'cyclical' || config.objective.gan) return null;
    const losses = whole.map(({ loss }) => loss);
    const brought = losses[0] - losses.reduce((a, b) => Math.min(a, b));
    const rises = losses.slice(1).map((loss, i) => loss - losses[i]);
    const jumps = rises.filter((rise) => rise > 0 && rise > jump * brought);
    if (jumps.length < leastJumps) return null;
    const { learningRate } = config.training;
    const largest = jumps.reduce((a, b) => Math.max(a, b));
    return {
      sentence: { code: 'advice.lossJumps', params: { jumps: jumps.length, largest: figure(largest) } },
      changes: [lowerRate(learningRate, 3)],
    };
  },
};

/** @param by What the rate is divided by */
export function lowerRate(learningRate: number, by: number) {
  const to = String(Number((learningRate / by).toPrecision(1)));
  return { setting: 'training.learningRate', from: String(learningRate), to };
}
