import { figure, type Rule, withError } from '../advice';
import { measuredValue } from '../evidence';

/** Both are far apart where MMD^2 is this much, of at most 2: 0.01 is a shift of the mean by about 0.2 in one dimension. */
const clear = 0.01;
/** Draws are bad where they are this many times farther from the data than other examples are. */
const worse = 5;

/**
 * Codes do not lie where the prior draws: the maximum mean discrepancy between draws of the aggregate posterior and of the prior is beyond
 * chance, and what is decoded of draws is farther from the data than examples are.
 */
export const priorMismatch: Rule = {
  why: 'advice.priorMismatchWhy',
  source: 'Hoffman & Johnson 2016; Tomczak & Welling 2018, section 3; Rosca et al. 2018',
  judge(evidence) {
    const prior = evidence.facts?.prior;
    const [samples, examples] = ['samples', 'examples'].map((of) => measuredValue(evidence, 'frechet', of));
    if (!prior || prior.value < clear || prior.pValue > 0.01) return null;
    if (!samples || !examples || samples.value < worse * examples.value) return null;
    const { prior: set, posterior } = evidence.config.model;
    const isPlain = (set?.name ?? 'standard') === 'standard' && (posterior?.name ?? 'diagonal') === 'diagonal';
    const { beta } = evidence.config.objective;
    return {
      sentence: {
        code: 'advice.priorMismatch',
        params: { mmd: withError(prior), p: figure(prior.pValue) },
      },
      changes: [
        ...(isPlain ? [{ setting: 'model.prior.name', from: 'standard', to: 'vamp' }] : []),
        ...(beta < 1 ? [{ setting: 'objective.beta', from: String(beta), to: '1' }] : []),
      ],
    };
  },
};
