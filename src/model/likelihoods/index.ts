import type { LikelihoodName } from '../../protocol/likelihoods';
import { bernoulli } from './bernoulli';
import { categorical } from './categorical';
import { gaussian, gaussianLearned } from './gaussian';
import type { Likelihood } from './likelihood';
import { mixed } from './mixed';

export { FeatureGroups } from './feature-groups';
export { logVarianceName, toParameter } from './learned-variance';
export type { Output } from './likelihood';
export { squaredError } from './squared-error';

/** By their names in configurations. What of them needs no tensors is in src/protocol/likelihoods.ts. */
export const likelihoods: Readonly<Record<LikelihoodName, Likelihood>> = {
  bernoulli,
  gaussian,
  'gaussian-learned': gaussianLearned,
  mixed,
  categorical,
};
