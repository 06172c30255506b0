import * as tf from '@tensorflow/tfjs';
import type { ObjectiveConfig } from '../../protocol/config';
import type { Autoencoder } from '../autoencoder';
import { withGradient } from '../gradient';
import { logSumExp } from '../log-sum-exp';
import { noiseOfDraws } from '../noise';
import type { Prior } from '../priors/prior';
import { joinRows, repeatRows } from '../rows';
import { reconstructionTerm } from './elbo';
import type { Examples, Objective, Scalars } from './objective';

/**
 * The importance weighted bound (Burda et al. 2016, arXiv 1509.00519, equation 8), negative:
 *
 *   -log 1/K sum_k w_k,   log w_k = log p(x|z_k) + beta (log p(z_k) - log q(z_k|x)),   z_1..z_K from q(z|x)
 *
 * Examples are encoded once, and K codes of each are decoded. With beta = 1 it is the bound itself. Reported are, by the normalised
 * weights v_k = w_k / sum w: `reconstruction`, sum_k v_k (-log p(x|z_k)), and `kl`,
 * sum_k v_k (log q(z_k|x) - log p(z_k)) + KL(v || 1/K), which add up to the loss at beta = 1, and never to less than -log p(x).
 *
 * Its gradient by the encoder has more noise the more draws there are (Rainforth et al. 2018). The doubly reparameterised one
 * (Tucker et al. 2019, arXiv 1810.04152, equation 8) has the same expectation: it takes log q as a function of z alone, and
 * weighs the gradient by z_k with v_k^2 in place of v_k; with v_k (1 - beta + beta v_k) at another beta.
 */
export function iwae(model: Autoencoder, { samples = 1, gradient }: ObjectiveConfig): Objective {
  const create = (trains: boolean): Objective => ({
    terms: ['reconstruction', 'kl'],
    scalars: ['beta'],
    draws: samples,
    compute(parts, { beta }) {
      const prior = model.prior.prepared();
      const passes = parts.map((part) =>
        (gradient === 'doubly-reparameterised' ? doubly : plainly)(model, prior, part, { samples, trains }),
      );
      const bounds = passes.map((pass) => boundOf(pass, beta, samples));
      const mean = (of: (bound: Bound) => tf.Tensor1D): tf.Scalar => tf.mean(joinRows(bounds.map(of)));
      return {
        loss: mean(({ loss }) => loss),
        terms: { reconstruction: mean(({ reconstruction }) => reconstruction), kl: mean(({ kl }) => kl) },
      };
    },
  });
  return { ...create(true), evaluated: create(false) };
}

interface Manner {
  readonly samples: number;
  readonly trains: boolean;
}

/** All draws of z of some examples, [batch x draws]. */
interface Pass {
  /** -log p(x|z). */
  readonly error: tf.Tensor1D;
  /** log q(z|x) - log p(z). */
  readonly ratio: tf.Tensor1D;
  /** Told the normalised weights, [batch, draws], before the gradient comes to z. */
  tellWeights?(normalised: tf.Tensor, beta: Scalars[string]): void;
}

function plainly(model: Autoencoder, prior: Prior, examples: Examples, manner: Manner): Pass {
  const { x, classes, noise, drop } = examples;
  const { z, logDensity } = model.encode(x, { classes, tap: drop?.(1) }).draw(noise, manner.samples);
  return passOf(model, prior, examples, manner, z, logDensity());
}

function doubly(model: Autoencoder, prior: Prior, examples: Examples, manner: Manner): Pass {
  const { x, classes, noise, drop } = examples;
  const { z: drawn, pathDensity } = model.encode(x, { classes, tap: drop?.(1) }).draw(noise, manner.samples);
  if (!pathDensity) throw new Error('The density of this posterior is not known as a function of z');
  let told: { readonly normalised: tf.Tensor; readonly beta: Scalars[string] };
  const z = withGradient(
    [drawn],
    () => ({ value: drawn.clone(), saved: [] }),
    (dy) => {
      const factors = tf.add(tf.sub(1, told.beta), tf.mul(told.normalised, told.beta));
      return [tf.mul(dy, tf.reshape(factors, [-1, 1]))];
    },
  );
  return {
    ...passOf(model, prior, examples, manner, z, pathDensity(z)),
    tellWeights(normalised, beta) {
      told = { normalised, beta };
    },
  };
}

function passOf(
  model: Autoencoder,
  prior: Prior,
  { x, classes, noise, drop }: Examples,
  { samples, trains }: Manner,
  z: tf.Tensor2D,
  logDensity: tf.Tensor1D,
): Pass {
  const output = model.decode(z, {
    classes: classes && repeatRows(classes, samples),
    tap: drop?.(samples),
    noise: trains ? noiseOfDraws(noise, samples) : undefined,
  });
  const error = reconstructionTerm(model, x, output, samples);
  return { error, ratio: tf.sub(logDensity, prior.logDensity(z)) };
}

/** Of each example, [batch], nats. */
interface Bound {
  readonly loss: tf.Tensor1D;
  readonly reconstruction: tf.Tensor1D;
  readonly kl: tf.Tensor1D;
}

function boundOf({ error, ratio, tellWeights }: Pass, beta: Scalars[string], samples: number): Bound {
  const [errors, ratios] = [error, ratio].map((values) => tf.reshape<tf.Rank.R2>(values, [-1, samples]));
  const logWeights: tf.Tensor2D = tf.neg(tf.add(errors, tf.mul(ratios, beta)));
  const normalised: tf.Tensor2D = tf.softmax(logWeights);
  const logSum = logSumExp(logWeights, 1) as tf.Tensor1D;
  const loss = withGradient(
    [logWeights],
    () => ({ value: tf.sub<tf.Tensor1D>(Math.log(samples), logSum), saved: [normalised] }),
    (dy, [normalised]) => {
      tellWeights?.(normalised, beta);
      return [tf.neg(tf.mul(normalised, tf.expandDims(dy, 1)))];
    },
  );
  const mean = (of: tf.Tensor2D): tf.Tensor1D => tf.sum(tf.mul(normalised, of), 1);
  const logNormalised: tf.Tensor2D = tf.sub(logWeights, tf.expandDims(logSum, 1));
  const excess = mean(tf.add(logNormalised, Math.log(samples)));
  return { loss, reconstruction: mean(errors), kl: tf.add(mean(ratios), excess) };
}
