import * as tf from '@tensorflow/tfjs';
import { keepWithin } from '../gradient';
import type { Parameters, Variables } from '../parameters';
import type { Posterior } from '../posteriors/posterior';
import { mixtureOf } from './mixture';
import type { Prior } from './prior';

const pseudoInputsName = 'prior/pseudo_inputs';

/** What inputs are like: from `low` to `high`, or, where they have no bounds, of about the variance 1. */
export type InputRange = { readonly low: number; readonly high: number } | null;

/**
 * VampPrior, the variational mixture of posteriors (Tomczak & Welling 2018, arXiv 1705.07120, equation 9):
 * p(z) = 1/K sum_k q(z|u_k), with pseudo-inputs u_k that are learned: they are kept within the range of the data, and begin as
 * numbers in it until `beginAt` gives them examples.
 * @param encode Gives diagonal Gaussians for inputs as the network takes them, [components, features].
 */
export function vampPrior(
  parameters: Parameters,
  {
    components,
    features,
    range,
  }: { readonly components: number; readonly features: number; readonly range: InputRange },
  encode: (x: tf.Tensor2D) => Posterior,
): Prior {
  const { low, high } = range ?? { low: -Math.sqrt(3), high: Math.sqrt(3) };
  const middle = (low + high) / 2;
  const offsets = parameters.uniform<tf.Rank.R2>(pseudoInputsName, [components, features], (high - low) / 2);
  return mixtureOf(() => {
    const inputs = tf.add<tf.Tensor2D>(offsets, middle);
    const { mean, logVar } = encode(range ? keepWithin(inputs, low, high) : inputs);
    if (!logVar) throw new Error('Points are no mixture');
    return { means: mean, logVars: logVar, logWeights: tf.fill([components], -Math.log(components)) };
  });
}

/** Lets pseudo-inputs begin at examples, as the network takes them: [components, features]. */
export function beginAt(variables: Variables, examples: tf.Tensor2D, range: InputRange): void {
  const offsets = variables.get(pseudoInputsName);
  if (!offsets) throw new Error('This prior has no pseudo-inputs');
  tf.tidy(() => offsets.assign(tf.sub(examples, range ? (range.low + range.high) / 2 : 0)));
}
