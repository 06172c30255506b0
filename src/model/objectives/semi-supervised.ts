import * as tf from '@tensorflow/tfjs';
import type { ObjectiveConfig } from '../../protocol/config';
import { termsOf } from '../../protocol/terms';
import type { Autoencoder } from '../autoencoder';
import { type Classes, unknown } from '../classes';
import { noiseOfDraws } from '../noise';
import type { Prior } from '../priors/prior';
import { joinRows } from '../rows';
import { reconstructionTerm } from './elbo';
import { layerTerms } from './layers';
import type { Examples, Objective } from './objective';

/**
 * M2 (Kingma et al. 2014, arXiv 1406.5298, equations 6 to 9), whose classes are a latent variable that some examples show. With
 * -L(x, y) = -log p(x|y, z) + beta KL(q(z|x, y) || p(z)) - log p(y), one draw of z, and all classes alike under p(y):
 *
 *   class known:      -L(x, y) - alpha log q(y|x) / share
 *   class not known:  sum_y q(y|x) (-L(x, y)) - H(q(y|x))
 *
 * The sum is exact: each example is encoded and decoded with each class, which is beside it row by row. `reconstruction` and `kl` are those of the sum,
 * `classes` is KL(q(y|x) || p(y)), or -log p(y) where y is known, and `classification` the cross-entropy.
 * @param share Of the examples those whose class is known: the mean over a batch of what they alone have is divided by it,
 * and is then their own mean, on average.
 */
export function semiSupervised(model: Autoencoder, objective: ObjectiveConfig, share: number): Objective {
  const count = model.classes.length;
  const { freeBits, classification: { weight: alpha = 0 } = {} } = objective;
  const create = (trains: boolean): Objective => ({
    terms: termsOf({ model: model.config, objective }),
    scalars: ['beta'],
    draws: count,
    compute(parts, { beta }) {
      const prior = model.prior.prepared();
      const passes = parts.map((part) => pass(model, prior, part, trains));
      const mean = (of: (pass: Pass) => tf.Tensor1D): tf.Scalar => tf.mean(joinRows(passes.map(of)));
      const klPerDimension: tf.Tensor1D = tf.mean(joinRows(passes.map(({ kl }) => kl)), 0);
      const terms = {
        reconstruction: mean(({ reconstruction }) => reconstruction),
        kl: tf.sum<tf.Scalar>(klPerDimension),
        ...layerTerms(model.config, klPerDimension),
        classes: tf.add<tf.Scalar>(
          mean(({ entropy }) => tf.neg(entropy)),
          Math.log(count),
        ),
        classification: tf.div<tf.Scalar>(
          mean(({ crossEntropy }) => crossEntropy),
          share,
        ),
      };
      const paid: tf.Scalar = freeBits > 0 ? tf.sum(tf.maximum(klPerDimension, freeBits)) : terms.kl;
      const bound = tf.add<tf.Scalar>(tf.add(terms.reconstruction, tf.mul(paid, beta)), terms.classes);
      return { loss: tf.add(bound, tf.mul(terms.classification, alpha)), terms };
    },
  });
  return { ...create(true), evaluated: create(false) };
}

/** Of each example, [rows]: means over the classes that it may have. */
interface Pass {
  readonly reconstruction: tf.Tensor1D;
  /** [rows, latent]. */
  readonly kl: tf.Tensor2D;
  /** H(q(y|x)) where the class is not known, else 0. */
  readonly entropy: tf.Tensor1D;
  /** -log q(y|x) where the class is known, else 0. */
  readonly crossEntropy: tf.Tensor1D;
}

function pass(model: Autoencoder, prior: Prior, { x, classes, noise, drop }: Examples, trains: boolean): Pass {
  if (!model.classify || !classes) throw new Error('Classes are inferred by a model that knows them');
  const [rows, count] = classes.shape;
  const logProbabilities: tf.Tensor2D = tf.logSoftmax(model.classify(x, drop?.(1)));
  const probabilities: tf.Tensor2D = tf.mul(tf.exp(logProbabilities), unknown(classes));
  const weights: tf.Tensor2D = tf.add(classes, probabilities);

  const each: Classes = tf.tile(tf.eye(count), [rows, 1]);
  const drawn = noiseOfDraws(noise, count);
  const tap = drop?.(count);
  const posterior = model.encode(x, { classes: each, tap });
  const draw = posterior.draw(drawn);
  const output = model.decode(draw.z, { classes: each, tap, noise: trains ? drawn : undefined });
  const errors = reconstructionTerm(model, x, output, count);
  const kls = prior.divergence(posterior, draw);

  const expected = (values: tf.Tensor, width: number) =>
    tf.sum(tf.mul(tf.reshape(values, [rows, count, width]), tf.expandDims(weights, 2)), 1);
  const summed = (values: tf.Tensor2D): tf.Tensor1D => tf.neg(tf.sum(values, 1));
  return {
    reconstruction: tf.reshape(expected(errors, 1), [rows]),
    kl: expected(kls, kls.shape[1]) as tf.Tensor2D,
    entropy: summed(tf.mul(probabilities, logProbabilities)),
    crossEntropy: summed(tf.mul(classes, logProbabilities)),
  };
}
