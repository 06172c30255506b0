import * as tf from '@tensorflow/tfjs';
import { likelihoods as traits } from '../protocol/likelihoods';
import { writes } from '../protocol/networks';
import { placesOf } from '../protocol/posteriors';
import { withClasses } from './classes';
import type { Conditions } from './conditions';
import type { Generation } from './generation';
import type { Ladder } from './ladder';
import { likelihoods, type Output } from './likelihoods';
import type { Purpose } from './likelihoods/likelihood';
import { linearDecoder } from './linear-path';
import { generatorOf } from './network';
import { textDecoder } from './text-decoder';

/** From codes, and classes where the model knows any, to the distribution p(x|z) of examples. */
export interface Decoder {
  decode(z: tf.Tensor2D, conditions?: Conditions): Output;
  /** Of a decoder that writes symbol by symbol. */
  readonly generation?: Generation;
}

/**
 * @param ladder Of which it takes the lowest layer alone.
 * @param classes How many the model knows; the network sees an example's beside its code, or that of each place.
 */
export function createDecoder(purpose: Purpose, ladder: Ladder | null, classes: number): Decoder {
  if (!ladder) return decoderOf(purpose, classes);
  const { sizes, lowestOf } = ladder;
  const { decode, generation } = decoderOf({ ...purpose, config: { ...purpose.config, latent: sizes[0] } }, classes);
  return {
    decode: (z, conditions) => decode(lowestOf(z), conditions),
    generation: generation && { ...generation, begin: (z, writing) => generation.begin(lowestOf(z), writing) },
  };
}

function decoderOf(purpose: Purpose, classes: number): Decoder {
  const { parameters, config, shape } = purpose;
  const { latent } = config;
  const places = config.posterior?.places ? placesOf(config, shape) : 1;
  const seen = { ...config, latent: latent + places * classes };
  if (writes(config.architecture)) return textDecoder({ ...purpose, config: seen });
  const generator = generatorOf(config);
  const { outputs = 1 } = traits[config.likelihood];
  const network = generator(parameters, outputs === 1 ? shape : [outputs * tf.util.sizeFromShape([...shape])], seen);
  const linear = config.linearPath ? linearDecoder(parameters, latent, tf.util.sizeFromShape([...shape])) : null;
  const output = likelihoods[config.likelihood].create(purpose);
  return {
    decode(z, { classes: own, tap } = {}) {
      const values = network(withClasses(z, own, [places, latent / places]), tap);
      return output(linear ? tf.add(values, linear(z)) : values);
    },
  };
}
