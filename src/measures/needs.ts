import { posteriorOf } from '../protocol/composition';
import type { Sentence } from '../protocol/errors';
import type { MeasureNeed } from '../protocol/measures';
import { isDiscrete } from '../protocol/posteriors';
import type { MeasureContext } from './context';

const plain = (code: Sentence['code']): Sentence => ({ code, params: {} });

/** Why a measure with these needs has no value here; undefined where it has. */
export function absenceOf(needs: readonly MeasureNeed[], context: MeasureContext): Sentence | undefined {
  for (const need of needs) {
    const absence = lacking[need](context);
    if (absence) return absence;
  }
  return undefined;
}

/** What is lacking of each need, if it is. */
const lacking: { readonly [need in MeasureNeed]: (context: MeasureContext) => Sentence | undefined } = {
  labels: ({ judged, reference }) =>
    judged.labels && (reference === null || reference.labels) ? undefined : plain('measure.noLabels'),
  factors: ({ judged }) => unless(judged.factors.length > 0, 'measure.noFactors'),
  reference: ({ reference, referenceProblem }) => {
    if (reference) return undefined;
    return referenceProblem
      ? { code: 'measure.referenceGone', params: { reason: referenceProblem } }
      : plain('measure.noReference');
  },
  distances: ({ model }) => unless(!isDiscrete(model), 'measure.noDistances'),
  discrete: ({ model }) => unless(isDiscrete(model), 'measure.onlyDiscrete'),
  amounts: ({ kind }) => unless(kind !== 'text', 'measure.noAmounts'),
  prior: ({ capabilities }) => unless(capabilities.prior, 'measure.noPrior'),
  elbo: ({ capabilities }) => unless(capabilities.elbo, 'measure.noElbo'),
  likelihood: ({ capabilities }) => unless(capabilities.likelihood, 'measure.noLikelihood'),
  spread: ({ capabilities, model }) =>
    unless(capabilities.spread && posteriorOf(model).name === 'diagonal', 'measure.noSpread'),
  images: ({ kind }) => unless(kind === 'images', 'measure.onlyImages'),
  table: ({ kind }) => unless(kind === 'table' || kind === 'vectors', 'measure.onlyTables'),
  text: ({ kind }) => unless(kind === 'text', 'measure.onlyText'),
};

function unless(isMet: boolean, code: Sentence['code']): Sentence | undefined {
  return isMet ? undefined : plain(code);
}
