import * as tf from '@tensorflow/tfjs';
import { likelihoods as traits } from '../protocol/likelihoods';
import { placesOf } from '../protocol/posteriors';
import { type Classes, withClasses } from './classes';
import { likelihoods, type Output } from './likelihoods';
import type { Purpose } from './likelihoods/likelihood';
import { linearDecoder } from './linear-path';
import { convolutionalGenerator, denseGenerator } from './network';

/** From codes, and classes where the model knows any, to the distribution p(x|z) of examples. */
export type Decoder = (z: tf.Tensor2D, classes?: Classes) => Output;

/** @param classes How many the model knows; the network sees an example's beside its code, or that of each place. */
export function createDecoder(purpose: Purpose, classes: number): Decoder {
  const { parameters, config, shape } = purpose;
  const { latent } = config;
  const places = config.posterior?.places ? placesOf(config, shape) : 1;
  const seen = { ...config, latent: latent + places * classes };
  const generator = config.architecture === 'conv' ? convolutionalGenerator : denseGenerator;
  const { outputs = 1 } = traits[config.likelihood];
  const network = generator(parameters, outputs === 1 ? shape : [outputs * tf.util.sizeFromShape([...shape])], seen);
  const linear = config.linearPath ? linearDecoder(parameters, latent, tf.util.sizeFromShape([...shape])) : null;
  const output = likelihoods[config.likelihood].create(purpose);
  return (z, own) => {
    const values = network(withClasses(z, own, [places, latent / places]));
    return output(linear ? tf.add(values, linear(z)) : values);
  };
}
