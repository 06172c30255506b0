import type { Rule } from '../advice';
import { measuredValue } from '../evidence';

/** Fewer than a half are for want of examples, or of nothing to say with them. */
const many = 0.5;

/** Most vectors of a codebook are chosen by no example. */
export const deadCodes: Rule = {
  why: 'advice.deadCodesWhy',
  source: 'van den Oord et al. 2017, section 3.2; Mentzer et al. 2024, section 3',
  judge(evidence) {
    const dead = measuredValue(evidence, 'dead-codes');
    const codes = dead?.settings?.codes;
    if (!dead || !codes || dead.value < many * codes || dead.n < 4 * codes) return null;
    const used = 2 ** Math.ceil(Math.log2(Math.max(2, codes - dead.value)));
    const isBook = evidence.config.model.posterior?.name === 'quantised';
    return {
      sentence: { code: 'advice.deadCodes', params: { dead: dead.value, codes } },
      changes: isBook ? [{ setting: 'model.posterior.codes', from: String(codes), to: String(used) }] : [],
    };
  },
};
