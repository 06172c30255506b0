import type { Rule } from '../advice';
import { lowerRate } from './loss-jumps';

/** Training ended because the loss was no finite number. */
export const diverged: Rule = {
  why: 'advice.divergedWhy',
  source: 'Pascanu et al. 2013, section 3.2',
  judge({ failure, config, history }) {
    if (failure?.code !== 'run.diverged' && failure?.code !== 'run.divergedAt') return null;
    return {
      sentence: { code: 'advice.diverged', params: { epochs: history.length } },
      changes: [
        lowerRate(config.training.learningRate, 10),
        ...(config.training.optimizer?.clipNorm === undefined
          ? [{ setting: 'training.optimizer.clipNorm', from: '–', to: '1' }]
          : []),
      ],
    };
  },
};
