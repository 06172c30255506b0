import { type Change, figure, type Rule, withError } from '../advice';
import { errorsApart, measuredValue } from '../evidence';

/** So many standard errors are no chance. */
const clearErrors = 3;
/** What a linear code does as well but for this share is as good. */
const clearShare = 1.05;

/** Principal components of as many dimensions rebuild the examples with a smaller squared error. */
export const behindLinear: Rule = {
  why: 'advice.behindLinearWhy',
  source: 'Baldi & Hornik 1989; Lucas et al. 2019',
  judge(evidence) {
    const [codes, linear] = ['codes', 'pca'].map((of) => measuredValue(evidence, 'mse', of));
    if (!codes || !linear || codes.value < clearShare * linear.value) return null;
    if (errorsApart(codes, linear) < clearErrors) return null;
    const { objective, training } = evidence.config;
    const changes: readonly (Change | null)[] = [
      objective.beta > 1 ? { setting: 'objective.beta', from: String(objective.beta), to: '1' } : null,
      { setting: 'training.epochs', from: String(training.epochs), to: String(2 * training.epochs) },
    ];
    return {
      sentence: {
        code: 'advice.behindLinear',
        params: { codes: withError(codes), linear: withError(linear), times: figure(codes.value / linear.value) },
      },
      changes: changes.filter((change) => change !== null),
    };
  },
};
