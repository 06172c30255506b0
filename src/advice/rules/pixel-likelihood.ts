import { type Finding, percent, type Rule } from '../advice';

/** Pixels of drawings that are black or white. */
const mostEnds = 0.98;
/** Photos have most of their pixels between black and white; MNIST has a tenth. */
const mostMiddle = 0.5;

/** p(x|z) is of another kind of pixels than the data have. */
export const pixelLikelihood: Rule = {
  why: 'advice.pixelLikelihoodWhy',
  source: 'Loaiza-Ganem & Cunningham 2019, section 2',
  judge({ facts, config: { model, objective } }): Finding | null {
    const { likelihood } = model;
    if (!facts?.pixels || model.kind === 'ae') return null;
    const { ends, middle } = facts.pixels;
    const isShaded = likelihood !== 'bernoulli';
    if (isShaded && ends > mostEnds) {
      return {
        sentence: { code: 'advice.binaryPixels', params: { share: percent(ends), likelihood } },
        changes: [{ setting: 'model.likelihood', from: likelihood, to: 'bernoulli' }],
      };
    }
    if (isShaded || objective.binarised || middle < mostMiddle) return null;
    return {
      sentence: { code: 'advice.greyPixels', params: { share: percent(middle) } },
      changes: [{ setting: 'model.likelihood', from: likelihood, to: 'gaussian-learned' }],
    };
  },
};
