import type { DataKind } from './data';
import type { SentenceCode } from './sentences';

/** p(x|z), by the names that configurations have. */
export const likelihoodNames = ['bernoulli', 'gaussian', 'gaussian-learned', 'mixed', 'categorical'] as const;
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
  /** Does it have the variance that is set? */
  hasFixedVariance?(model: Surroundings['model']): boolean;
  /** How many numbers it learns beside the network, of so many features. */
  learned?(features: number, surroundings: Pick<Surroundings, 'data' | 'model'>): number;
}

const gaussian = { misfit: () => null, isLinear: true } as const;

export const likelihoods: Readonly<Record<LikelihoodName, LikelihoodTraits>> = {
  bernoulli: { misfit: ({ data }) => (data === 'images' ? null : 'model.bernoulli-needs-pixels') },
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
