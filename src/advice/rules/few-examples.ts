import type { Rule } from '../advice';

/** With fewer, networks learn them by heart, and errors of measures are large. */
const least = 500;

/** There are few examples to train on. */
export const fewExamples: Rule = {
  why: 'advice.fewExamplesWhy',
  judge({ trainingExamples, config: { model, training } }) {
    if (trainingExamples >= least) return null;
    const narrow = model.hidden.map((units) => Math.min(units, 32));
    const isNarrower = narrow.some((units, i) => units < model.hidden[i]);
    return {
      sentence: { code: 'advice.fewExamples', params: { examples: trainingExamples } },
      changes: [
        ...(isNarrower
          ? [{ setting: 'model.hidden', from: JSON.stringify(model.hidden), to: JSON.stringify(narrow) }]
          : []),
        ...(training.patience === 0 ? [{ setting: 'training.patience', from: '0', to: '10' }] : []),
      ],
    };
  },
};
