import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from '../model/autoencoder';
import { fillNormal, random, toUnit } from '../random';
import { normalSeed } from './prior';

/** Tells these numbers from the normal ones. */
const uniformSeed = 0x9a2;

/** Draws from a model's own prior, examples x latent. From N(0, I) they are those of `drawPrior`. */
export function drawFromPrior({ prior }: Pick<Autoencoder, 'prior'>, count: number, seed: number): Float32Array {
  return tf.tidy(() => {
    const codes = prior.draw({
      normal: (_, width) =>
        tf.tensor2d(fillNormal(new Float32Array(count * width), random(seed, normalSeed)), [count, width]),
      uniform(_, width) {
        const next = random(seed, uniformSeed);
        return tf.tensor2d(
          Float32Array.from({ length: count * width }, () => toUnit(next())),
          [count, width],
        );
      },
    });
    return Float32Array.from(codes.dataSync());
  });
}
