import * as tf from '@tensorflow/tfjs';
import { posteriorOf } from '../protocol/composition';
import type { ModelConfig } from '../protocol/config';
import type { FeatureGroup } from '../protocol/data';
import { placesOf } from '../protocol/posteriors';
import { shapeWithClasses, withClasses } from './classes';
import type { Conditions } from './conditions';
import { embeddedColumns } from './embedded-columns';
import { keepWithin } from './gradient';
import type { Ladder } from './ladder';
import { dense, type Layer, perPlace } from './layers';
import { linearEncoder } from './linear-path';
import { logVarLimit } from './log-var-limit';
import { bodyOf } from './network';
import type { Parameters } from './parameters';
import { autoregressiveFlows } from './posteriors/autoregressive';
import { deterministicPosterior } from './posteriors/deterministic';
import type { Discrete } from './posteriors/discrete';
import { flowPosterior } from './posteriors/flow';
import { fullCovariancePosterior } from './posteriors/full-covariance';
import { gaussianPosterior } from './posteriors/gaussian';
import { ladderPosteriors } from './posteriors/ladder';
import { planarFlows } from './posteriors/planar';
import type { Posterior } from './posteriors/posterior';
import { repeatRows } from './rows';

/** From examples, and their classes where the model knows any, to their posteriors. */
export type Encoder = (x: tf.Tensor2D, conditions?: Conditions) => Posterior;

/**
 * A network with separate linear heads for mean and log-variance, from examples of a shape to their posteriors; or with one
 * head, where a posterior is chosen among the codes of `discrete`; or with those of the layers of a ladder, the lowest one's first.
 * @param groups The columns of categories of a table.
 * @param classes How many the model knows; the network sees an example's beside it, or as more channels at each place.
 */
export function createEncoder(
  parameters: Parameters,
  config: ModelConfig,
  shape: readonly number[],
  { discrete, ladder }: { readonly discrete: Discrete | null; readonly ladder: Ladder | null },
  groups: readonly FeatureGroup[],
  classes: number,
): Encoder {
  const reading = embeddedColumns(parameters, 'encoder', config, tf.util.sizeFromShape([...shape]), groups);
  // Dense layers have no places that a class could be at.
  const placed = config.architecture === 'dense' ? [reading.width] : shape;
  const { width, apply, applyBeside } = bodyOf(config)(parameters, shapeWithClasses(placed, classes), config);
  const hiddenOf = (x: tf.Tensor2D, { classes: own, tap }: Conditions = {}) => {
    const read = reading.apply(x);
    const isRepeated = own && own.shape[0] > x.shape[0];
    return isRepeated && applyBeside ? applyBeside(read, own, tap) : apply(withClasses(read, own, placed), tap);
  };
  if (discrete) {
    const head = codeHead(parameters, config, shape, width);
    return (x, conditions) => discrete.posterior(head(hiddenOf(x, conditions)));
  }
  const latent = ladder?.sizes[0] ?? config.latent;
  const mean = dense(parameters, 'encoder/mean', width, latent, 'linear');
  const linear = config.linearPath ? linearEncoder(parameters, latent, tf.util.sizeFromShape([...shape])) : null;
  const meanOf = (x: tf.Tensor2D, hidden: tf.Tensor2D) =>
    linear ? tf.add<tf.Tensor2D>(mean(hidden), repeatRows(linear(x), hidden.shape[0] / x.shape[0])) : mean(hidden);
  if (config.kind === 'ae') return (x, conditions) => deterministicPosterior(meanOf(x, hiddenOf(x, conditions)));
  const logVar = dense(parameters, 'encoder/log_var', width, latent, 'linear');
  if (ladder) {
    const posterior = ladderPosteriors(parameters, config, ladder, width);
    return (x, conditions) => {
      const hidden = hiddenOf(x, conditions);
      const lowest = { mean: mean(hidden), logVar: keepWithin(logVar(hidden), -logVarLimit, logVarLimit) };
      return posterior(lowest, hidden, conditions?.tap);
    };
  }
  const posterior = createPosterior(parameters, config, width);
  return (x, conditions) => {
    const hidden = hiddenOf(x, conditions);
    return posterior(meanOf(x, hidden), keepWithin(logVar(hidden), -logVarLimit, logVarLimit), hidden);
  };
}

/** From a Gaussian's mean and log-variance, and the last hidden layer of an encoder, to the posterior. */
function createPosterior(
  parameters: Parameters,
  config: ModelConfig,
  width: number,
): (mean: tf.Tensor2D, logVar: tf.Tensor2D, hidden: tf.Tensor2D) => Posterior {
  const { latent } = config;
  const { name, layers, width: units } = posteriorOf(config);
  switch (name) {
    case 'diagonal':
      return gaussianPosterior;
    case 'full-covariance': {
      const lower = dense(parameters, 'encoder/cholesky', width, latent * latent, 'linear', 0);
      return (mean, logVar, hidden) => fullCovariancePosterior(mean, tf.mul(logVar, 0.5), lower(hidden));
    }
    case 'planar': {
      const flows = planarFlows(parameters, width, latent, layers);
      return (mean, logVar, hidden) => flowPosterior(mean, logVar, flows(hidden));
    }
    case 'iaf': {
      const flows = autoregressiveFlows(parameters, { width, latent, layers, units });
      return (mean, logVar, hidden) => flowPosterior(mean, logVar, flows(hidden));
    }
    default:
      throw new Error(`A posterior that is ${name} has no log-variance`);
  }
}

/** From [batch, width] to what codes are chosen by, [batch, latent]: at each place of a feature map by itself, or of all. */
function codeHead(
  parameters: Parameters,
  config: ModelConfig,
  shape: readonly number[],
  width: number,
): Layer<tf.Tensor2D, tf.Tensor2D> {
  const places = config.posterior?.places ? placesOf(config, shape) : 1;
  return perPlace(dense(parameters, 'encoder/code', width / places, config.latent / places, 'linear'), places);
}
