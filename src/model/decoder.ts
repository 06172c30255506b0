import * as tf from '@tensorflow/tfjs';
import { likelihoods as traits } from '../protocol/likelihoods';
import { likelihoods, type Output } from './likelihoods';
import type { Purpose } from './likelihoods/likelihood';
import { linearDecoder } from './linear-path';
import { convolutionalGenerator, denseGenerator } from './network';
import type { Tap } from './tap';

/** From codes to the distribution p(x|z) of examples of a shape. */
export function createDecoder(purpose: Purpose): (z: tf.Tensor2D, tap?: Tap) => Output {
  const { parameters, config, shape } = purpose;
  const generator = config.architecture === 'conv' ? convolutionalGenerator : denseGenerator;
  const { outputs = 1 } = traits[config.likelihood];
  const network = generator(parameters, outputs === 1 ? shape : [outputs * tf.util.sizeFromShape([...shape])], config);
  const linear = config.linearPath ? linearDecoder(parameters, config.latent, tf.util.sizeFromShape([...shape])) : null;
  const generate: typeof network = linear ? (z, tap) => tf.add(network(z, tap), linear(z)) : network;
  const output = likelihoods[config.likelihood].create(purpose);
  return (z, tap) => output(generate(z, tap));
}
