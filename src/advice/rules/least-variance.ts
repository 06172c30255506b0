import type { Rule } from '../advice';

/** A learned variance has come down to the least that there is: the model gets these numbers exactly right. */
export const leastVariance: Rule = {
  why: 'advice.leastVarianceWhy',
  source: 'Mattei & Frellsen 2018, section 2; Rybkin et al. 2021, section 3',
  judge({ facts }) {
    if (!facts?.leastVariances || facts.leastVariances.count === 0) return null;
    const { count, features } = facts.leastVariances;
    return { sentence: { code: 'advice.leastVariance', params: { count, features } }, changes: [] };
  },
};
