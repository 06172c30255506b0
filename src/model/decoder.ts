import * as tf from '@tensorflow/tfjs';
import { likelihoods as traits } from '../protocol/likelihoods';
import type { Generation } from './generation';
import { likelihoods, type Output } from './likelihoods';
import type { Purpose } from './likelihoods/likelihood';
import { linearDecoder } from './linear-path';
import { generatorOf } from './network';
import type { Noise } from './noise';
import { textDecoder } from './text-decoder';

/** From codes to the distribution p(x|z) of examples of a shape. */
export interface Decoder {
  /** @param noise In training, for what a decoder draws by itself. */
  decode(z: tf.Tensor2D, noise?: Noise): Output;
  /** Of a decoder that writes symbol by symbol. */
  readonly generation?: Generation;
}

export function createDecoder(purpose: Purpose): Decoder {
  const { parameters, config, shape } = purpose;
  if (config.architecture === 'transformer') return textDecoder(purpose);
  const generator = generatorOf(config);
  const { outputs = 1 } = traits[config.likelihood];
  const network = generator(parameters, outputs === 1 ? shape : [outputs * tf.util.sizeFromShape([...shape])], config);
  const linear = config.linearPath ? linearDecoder(parameters, config.latent, tf.util.sizeFromShape([...shape])) : null;
  const generate: typeof network = linear ? (z) => tf.add(network(z), linear(z)) : network;
  const output = likelihoods[config.likelihood].create(purpose);
  return { decode: (z) => output(generate(z)) };
}
