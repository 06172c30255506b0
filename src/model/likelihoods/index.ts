import type { LikelihoodName } from '../../protocol/likelihoods';
import { bernoulli } from './bernoulli';
import { categorical } from './categorical';
import { continuousBernoulli } from './continuous-bernoulli';
import { logDispersionName } from './counts';
import { discretisedLogistic } from './discretised-logistic';
import { gaussian, gaussianLearned } from './gaussian';
import { logVarianceName } from './learned-variance';
import type { Likelihood } from './likelihood';
import { mixed } from './mixed';
import { negativeBinomial } from './negative-binomial';
import { poisson } from './poisson';
import { zeroInflatedNegativeBinomial } from './zero-inflated';

export { FeatureGroups } from './feature-groups';
export { learnedLogVarianceOf, logVarianceName, toParameter } from './learned-variance';
export type { Output } from './likelihood';
export { squaredError } from './squared-error';

/** By their names in configurations. What of them needs no tensors is in src/protocol/likelihoods.ts. */
export const likelihoods: Readonly<Record<LikelihoodName, Likelihood>> = {
  bernoulli,
  'continuous-bernoulli': continuousBernoulli,
  gaussian,
  'gaussian-learned': gaussianLearned,
  'discretised-logistic': discretisedLogistic,
  mixed,
  categorical,
  poisson,
  'negative-binomial': negativeBinomial,
  'zero-inflated-negative-binomial': zeroInflatedNegativeBinomial,
};

/** Variables of decoders that E[x|z] does not depend on. */
export const namesBeyondMean: readonly string[] = [logVarianceName, logDispersionName];
