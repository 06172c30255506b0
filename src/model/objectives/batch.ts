import type * as tf from '@tensorflow/tfjs';
import type { Classes } from '../classes';
import type { Output } from '../likelihoods';
import type { Noise } from '../noise';
import type { Posterior } from '../posteriors/posterior';
import { joinRows } from '../rows';
import type { Tap } from '../tap';

/** One part of a batch on its way through a model. */
export interface Pass {
  /** As the encoder takes it, [rows, features]. */
  readonly input: tf.Tensor2D;
  /** What is to be reconstructed, [rows, features]: the input before it was corrupted. */
  readonly x: tf.Tensor2D;
  readonly classes?: Classes;
  readonly noise: Noise;
  /** On the hidden layers that it goes through. */
  readonly tap?: Tap;
  readonly posterior: Posterior;
  /** A draw for each row, [rows, latent]; where there are several, those of a row one after another. */
  readonly z: tf.Tensor2D;
  /** p(x|z) at these draws. */
  readonly output: Output;
}

/** A batch on its way through a model, and its latent side as a whole: what is said of all examples together. */
export class Batch {
  readonly z: tf.Tensor2D;
  readonly mean: tf.Tensor2D;
  /** Null where z is a function of x. */
  readonly logVar: tf.Tensor2D | null;

  constructor(readonly passes: readonly Pass[]) {
    const logVars = passes.flatMap(({ posterior }) => posterior.logVar ?? []);
    this.z = joinRows(passes.map(({ z }) => z));
    this.mean = joinRows(passes.map(({ posterior }) => posterior.mean));
    this.logVar = logVars.length > 0 ? joinRows(logVars) : null;
  }

  get examples(): number {
    return this.z.shape[0];
  }

  get latent(): number {
    return this.z.shape[1];
  }

  /** Random numbers for all rows, [examples, width]. */
  draw(distribution: keyof Noise, stream: string, width: number): tf.Tensor2D {
    return joinRows(this.passes.map(({ noise }) => noise[distribution](stream, width)));
  }
}
