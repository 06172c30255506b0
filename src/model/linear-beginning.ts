import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import type { Autoencoder } from './autoencoder';
import { logVarianceName, toParameter } from './likelihoods';
import { linearPath, pixelMiddle, scalesOf } from './linear-path';
import { principalComponents } from './principal-components';

/** Images that are all alike leave no variance at all. */
const leastNoise = 1e-5;

/**
 * Lets a model with a linear path begin as the best linear VAE of some examples, `x` [examples, features]. That is
 * probabilistic PCA (Tipping & Bishop 1999; Lucas et al. 2019, arXiv 1911.02469, section 4): with the leading eigenvalues
 * l_j and eigenvectors u_j of the covariance, and the mean v of the other eigenvalues,
 *
 *   p(x|z) = N(sum_j sqrt(l_j - v) u_j z_j + mean, v),   q(z_j|x) = N(sqrt(l_j - v) / l_j u_j (x - mean), v / l_j)
 *
 * For a plain autoencoder v is 0, which is PCA with codes of variance 1. The network beside the path adds nothing as yet: the weights of its last layers are 0.
 */
export function beginAtPrincipalComponents(model: Autoencoder, x: tf.Tensor2D, seed: number): void {
  const { features, config } = model;
  const { latent } = config;
  const { mean, components, variances, rest } = principalComponents(x, latent, seed);
  const scales = scalesOf(features, latent);
  const noise = noiseOf(config, rest);
  const encoder = new Float32Array(features * latent);
  const decoder = new Float32Array(latent * features);
  const meanBias = new Float32Array(latent);
  const logVarBias = new Float32Array(latent);
  for (const [j, variance] of variances.entries()) {
    // A direction along which there is no more than noise is left unused: its posterior is the prior.
    if (variance <= noise) continue;
    const loading = Math.sqrt(variance - noise);
    let along = 0;
    for (let i = 0; i < features; i++) {
      const u = components[j * features + i];
      decoder[j * features + i] = (loading * u) / scales.decoder;
      encoder[i * latent + j] = ((loading / variance) * u) / scales.encoder;
      along += u * (mean[i] - pixelMiddle);
    }
    meanBias[j] = (-loading / variance) * along;
    if (config.kind === 'vae') logVarBias[j] = Math.log(noise / variance);
  }
  assign(model, linearPath.encoder, encoder);
  assign(model, linearPath.decoder, decoder);
  assign(model, linearPath.mean, mean);
  assign(model, 'encoder/mean/bias', meanBias);
  const lastLayers = ['encoder/mean/kernel', 'decoder/output/kernel'];
  if (config.kind === 'vae') {
    assign(model, 'encoder/log_var/bias', logVarBias);
    lastLayers.push('encoder/log_var/kernel');
  }
  for (const name of lastLayers) assign(model, name, null);
  if (config.likelihood === 'gaussian-learned') {
    assign(model, logVarianceName, Float32Array.of(toParameter(Math.log(noise))));
  }
}

/** The variance that is left to p(x|z): as it is fixed, or as the examples have it. A plain autoencoder leaves none. */
function noiseOf({ kind, likelihood, variance }: ModelConfig, rest: number): number {
  if (kind === 'ae') return 0;
  return likelihood === 'gaussian-learned' ? Math.max(rest, leastNoise) : variance;
}

/** Zeros for null. */
function assign(model: Autoencoder, name: string, values: Float32Array | null): void {
  const variable = model.variables.get(name);
  if (variable === undefined) throw new Error(`There is no variable ${name}`);
  tf.tidy(() => variable.assign(values ? tf.tensor(values, variable.shape) : tf.zerosLike(variable)));
}
