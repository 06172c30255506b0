import type { DataKind } from './data';
import type { SentenceCode } from './sentences';

/** p(x|z), by the names that configurations have. */
export const likelihoodNames = [
  'bernoulli',
  'continuous-bernoulli',
  'gaussian',
  'gaussian-learned',
  'discretised-logistic',
  'mixed',
  'categorical',
  'poisson',
  'negative-binomial',
  'zero-inflated-negative-binomial',
] as const;
export type LikelihoodName = (typeof likelihoodNames)[number];

/** What decides whether a likelihood fits. */
interface Surroundings {
  readonly data: DataKind;
  readonly model: 'vae' | 'ae';
  /** Are there columns of categories among a table's features? */
  readonly hasCategories: boolean;
}

/** All that the house asks of a likelihood, but for its computation, which is in `src/model/likelihoods`. */
export interface LikelihoodTraits {
  /** The sentence for what it is not for; null where it fits. Text is asked about before. */
  misfit(surroundings: Surroundings): Extract<SentenceCode, `model.${string}`> | null;
  /** Does the network give the mean itself, in the units of the inputs, so that a linear path beside it can begin at principal components? */
  readonly isLinear?: true;
  /** Is it for text? */
  readonly isText?: true;
  /** Is it for counts, which are then encoded as they are, and not standardised? */
  readonly isCounts?: true;
  /** Numbers that the network gives for each feature, 1 where it is left out. */
  readonly outputs?: number;
  /** Does it have the variance that is set? */
  hasFixedVariance?(model: Surroundings['model']): boolean;
  /** How many numbers it learns beside the network, of so many features. */
  learned?(features: number, surroundings: Pick<Surroundings, 'data' | 'model'>): number;
}

const pixels = (code: 'model.bernoulli-needs-pixels' | 'model.shades-need-pixels') => ({
  misfit: ({ data }: Surroundings) => (data === 'images' ? null : code),
});

const counts = {
  isCounts: true,
  misfit({ data, hasCategories }) {
    if (data === 'images') return 'model.counts-need-columns';
    return hasCategories ? 'model.counts-without-categories' : null;
  },
} satisfies LikelihoodTraits;

const dispersed = { ...counts, learned: (features: number) => features };

const gaussian = { misfit: () => null, isLinear: true } as const;

export const likelihoods: Readonly<Record<LikelihoodName, LikelihoodTraits>> = {
  bernoulli: pixels('model.bernoulli-needs-pixels'),
  'continuous-bernoulli': pixels('model.shades-need-pixels'),
  'discretised-logistic': { ...pixels('model.shades-need-pixels'), learned: () => 1 },
  gaussian: { ...gaussian, hasFixedVariance: () => true },
  'gaussian-learned': {
    ...gaussian,
    misfit: ({ model }) => (model === 'vae' ? null : 'model.variance-needs-vae'),
    learned: (features, { data }) => (data === 'images' ? 1 : features),
  },
  mixed: {
    misfit: ({ hasCategories }) => (hasCategories ? null : 'model.mixed-needs-categories'),
    hasFixedVariance: (model) => model === 'ae',
    learned: (features, { model }) => (model === 'vae' ? features : 0),
  },
  categorical: { misfit: ({ data }) => (data === 'text' ? null : 'model.categorical-needs-text'), isText: true },
  poisson: counts,
  'negative-binomial': dispersed,
  'zero-inflated-negative-binomial': { ...dispersed, outputs: 2 },
};

/** The sentence for a likelihood that does not fit data or model; null where it does. */
export function likelihoodMisfit(
  name: LikelihoodName,
  surroundings: Surroundings,
): ReturnType<LikelihoodTraits['misfit']> {
  const traits = likelihoods[name];
  if (surroundings.data === 'text' && !traits.isText) return 'model.text-needs-categorical';
  return traits.misfit(surroundings);
}

/** Whether the reconstruction term is the squared error ||x - x'||^2, which is in no unit of its own. */
export function isSquaredError({
  kind,
  likelihood,
}: {
  readonly kind: 'vae' | 'ae';
  readonly likelihood: LikelihoodName;
}): boolean {
  return kind === 'ae' && likelihood === 'gaussian';
}
