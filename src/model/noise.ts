import type * as tf from '@tensorflow/tfjs';

/**
 * The random numbers of some rows, in streams by name: what they are for. Streams do not depend on each other, so that a part
 * of a model that draws does not change what another one gets; asked for twice, a stream gives the same numbers.
 */
export interface Noise {
  /** Draws from N(0, 1), [rows x draws, width]: the draws of a row one after another. */
  normal(stream: string, width: number, draws?: number): tf.Tensor2D;
  /** Numbers that are uniform in [0, 1), of the same shape. */
  uniform(stream: string, width: number, draws?: number): tf.Tensor2D;
}

/** The draws of z from a posterior. */
export const posteriorStream = 'posterior';

/** For what draws nothing. */
export const noNoise: Noise = { normal: refuse, uniform: refuse };

function refuse(stream: string): never {
  throw new Error(`Nothing is drawn here, but asked for is ${stream}`);
}

/** The noise of several draws for each row, for what has so many rows in place of each. */
export function noiseOfDraws(noise: Noise, draws: number): Noise {
  return {
    normal: (stream, width) => noise.normal(stream, width, draws),
    uniform: (stream, width) => noise.uniform(stream, width, draws),
  };
}
