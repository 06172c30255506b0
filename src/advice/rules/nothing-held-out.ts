import type { Rule } from '../advice';

/** No example is held out: nothing says what the model makes of new ones. */
export const nothingHeldOut: Rule = {
  why: 'advice.nothingHeldOutWhy',
  judge({ validationExamples, trainingExamples }) {
    if (validationExamples > 0 || trainingExamples < 20) return null;
    return {
      sentence: { code: 'advice.nothingHeldOut', params: {} },
      changes: [{ setting: 'training.validationSplit', from: '0', to: '0.1' }],
    };
  },
};
