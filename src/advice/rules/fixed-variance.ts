import { figure, type Rule, withError } from '../advice';
import { measuredValue } from '../evidence';

/** What residuals of the right variance are on the average is 1; up to so many times that, or as little, is near. */
const near = 2;

/** The variance that the likelihood is given is far from what residuals have. */
export const fixedVariance: Rule = {
  why: 'advice.fixedVarianceWhy',
  source: 'Rybkin et al. 2021, section 3',
  judge(evidence) {
    const { model } = evidence.config;
    const square = measuredValue(evidence, 'mean-square', 'residuals');
    if (!square || model.kind === 'ae' || model.likelihood !== 'gaussian') return null;
    if (square.value < near && square.value > 1 / near) return null;
    return {
      sentence: {
        code: 'advice.fixedVariance',
        params: { variance: figure(model.variance), square: withError(square) },
      },
      changes: [{ setting: 'model.likelihood', from: 'gaussian', to: 'gaussian-learned' }],
    };
  },
};
