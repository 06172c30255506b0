import * as tf from '@tensorflow/tfjs';
import { samplesOf } from '../../protocol/composition';
import type { ObjectiveConfig } from '../../protocol/config';
import { isSquaredError } from '../../protocol/likelihoods';
import { termsOf, termWeight } from '../../protocol/terms';
import { absolute } from '../absolute';
import type { Autoencoder } from '../autoencoder';
import { type Output, squaredError } from '../likelihoods';
import { noiseOfDraws } from '../noise';
import type { Prior } from '../priors/prior';
import { joinRows, repeatRows } from '../rows';
import { Batch, type Pass } from './batch';
import { corrupt } from './corruption';
import { layerTerms } from './layers';
import type { Examples, Objective } from './objective';
import type { Penalty } from './penalty';

/**
 * VAE (Kingma & Welling 2014, arXiv 1312.6114): -E_q[log p(x|z)] + beta KL(q(z|x) || p(z)), the expectation by one draw of z, or the
 * mean over several, and the KL by the same draws where no closed form is known.
 * With free bits (Kingma et al. 2016, arXiv 1606.04934, section C.8) a dimension's KL, as the mean over the batch, costs
 * nothing below them. With a capacity (Burgess et al. 2018, arXiv 1804.03599, equation 8): beta |KL - capacity|.
 * Plain autoencoder: the reconstruction error alone. To all of them penalties may be added.
 */
export function elbo(model: Autoencoder, objective: ObjectiveConfig, penalties: readonly Penalty[]): Objective {
  const { freeBits, capacity, corruption } = objective;
  const pixels = termWeight('reconstruction', { model: model.config, objective });
  const hasCapacity = capacity?.nats !== undefined;
  const draws = samplesOf(objective);
  const isRelaxed = model.config.posterior?.name === 'gumbel';
  const create = (trains: boolean): Objective => ({
    terms: termsOf({ model: model.config, objective }),
    scalars: ['beta', ...(hasCapacity ? ['capacity'] : []), ...(trains && isRelaxed ? ['temperature'] : [])],
    draws,
    compute(parts, { beta, capacity, temperature }) {
      const prior = model.prior.prepared();
      const relaxed = trains && isRelaxed ? temperature : undefined;
      const passes = parts.map((part) => pass(model, prior, part, { draws, trains, corruption, temperature: relaxed }));
      const reconstruction: tf.Scalar = tf.mean(joinRows(passes.map(({ reconstruction }) => reconstruction)));
      const kls = passes.flatMap(({ kl }) => kl ?? []);
      const terms: Record<string, tf.Scalar> = { reconstruction };
      let loss = pixels === 1 ? reconstruction : tf.mul<tf.Scalar>(reconstruction, pixels);
      if (kls.length > 0) {
        const klPerDimension: tf.Tensor1D = tf.mean(joinRows(kls), 0);
        terms.kl = tf.sum(klPerDimension);
        Object.assign(terms, layerTerms(model.config, klPerDimension));
        const beyondFree: tf.Scalar = freeBits > 0 ? tf.sum(tf.maximum(klPerDimension, freeBits)) : terms.kl;
        const paid = hasCapacity ? absolute(tf.sub<tf.Scalar>(beyondFree, capacity)) : beyondFree;
        loss = tf.add(loss, tf.mul(paid, beta));
      }
      if (penalties.length === 0) return { loss, terms };
      const batch = new Batch(passes);
      for (const { term, weight, of } of penalties) {
        terms[term] = of(batch);
        if (weight > 0) loss = tf.add(loss, tf.mul(terms[term], weight));
      }
      const opponents = penalties.flatMap(({ opponent }) => opponent?.(batch) ?? []);
      if (opponents.length > 0) terms.discriminator = tf.addN(opponents);
      if (!trains) return { loss, terms };
      return { loss, terms, opponents, updates: penalties.flatMap(({ updates }) => updates?.(batch) ?? []) };
    },
  });
  return { ...create(true), evaluated: create(false) };
}

/**
 * A part's way through the model, with, of each example, the reconstruction term, [rows], and the KL, as the prior gives it.
 * `temperature` is that of draws between codes, which gradients pass; without it, codes are drawn.
 */
function pass(
  model: Autoencoder,
  prior: Prior,
  { x, classes, noise, drop }: Examples,
  {
    draws,
    trains,
    corruption,
    temperature,
  }: {
    readonly draws: number;
    readonly trains: boolean;
    readonly corruption: ObjectiveConfig['corruption'];
    readonly temperature?: tf.Scalar | number;
  },
): Pass & { readonly reconstruction: tf.Tensor1D; readonly kl: tf.Tensor2D | null } {
  const input = corruption?.amount ? corrupt(x, noise, corruption) : x;
  const tap = drop?.(1);
  const posterior = model.encode(input, { classes, tap });
  const relaxed = temperature === undefined ? undefined : posterior.relax?.(noise, temperature);
  const draw = relaxed ?? posterior.draw(noise, draws);
  const output = model.decode(draw.z, {
    classes: classes && repeatRows(classes, draws),
    tap: drop?.(draws),
    noise: trains ? noiseOfDraws(noise, draws) : undefined,
  });
  const errors = reconstructionTerm(model, x, output, draws);
  return {
    input,
    x,
    classes,
    noise,
    tap,
    posterior,
    z: draw.z,
    output,
    reconstruction: draws === 1 ? errors : tf.mean<tf.Tensor1D>(tf.reshape(errors, [-1, draws]), 1),
    kl: posterior.isPoint ? null : prior.divergence(posterior, draw),
  };
}

/**
 * The reconstruction term of each code, [batch x draws]: -log p(x|z) in nats. For a plain autoencoder with Gaussian output it
 * is the squared error ||x - x'||^2.
 * @param output Of so many codes for each example, one after another.
 */
export function reconstructionTerm(model: Autoencoder, x: tf.Tensor2D, output: Output, draws = 1): tf.Tensor1D {
  if (isSquaredError(model.config)) return squaredError(output.mean(), repeatRows(x, draws));
  return output.negativeLogLikelihoodOfDraws?.(x, draws) ?? output.negativeLogLikelihood(repeatRows(x, draws));
}
