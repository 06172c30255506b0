import * as tf from '@tensorflow/tfjs';
import type { Conditions } from './conditions';

/** What there is after some symbols of texts: in an order of its own, tensors whose shapes do not change. */
export type GenerationState = readonly tf.Tensor[];

/** What texts are written with, beside their codes. */
export interface Writing extends Pick<Conditions, 'classes'> {
  /** By how much chance symbols are chosen: 0 takes the likeliest. The model's own where it is left out. */
  readonly temperature?: tf.Scalar | number;
}

/** Texts that are written symbol by symbol, each after those before it: many at once. */
export interface Generation {
  /** Symbols of a text, and so steps. */
  readonly length: number;
  /** That a state consists of. */
  readonly tensors: number;
  /** Before the first symbol of texts of codes, [batch, latent]. */
  begin(z: tf.Tensor2D, writing?: Writing): GenerationState;
  /** Writes the next symbol of each. @param place Which it is, int32, [1]. */
  step(place: tf.Tensor1D, state: GenerationState): GenerationState;
  /** The texts, one-hot, [batch, length x symbols]. */
  finish(state: GenerationState): tf.Tensor2D;
}

/** How steps are taken: as they are, or as native graphs. */
export type GenerationSteps = Pick<Generation, 'begin' | 'step' | 'finish'>;

/** The texts of codes, one-hot, [batch, length x symbols]. Each state is gone when the next one is there. */
export function generate(
  length: number,
  { begin, step, finish }: GenerationSteps,
  z: tf.Tensor2D,
  writing?: Writing,
): tf.Tensor2D {
  return tf.tidy(() => {
    let state = begin(z, writing);
    for (let place = 0; place < length; place++) {
      const before = state;
      state = tf.tidy(() => [...step(tf.tensor1d([place], 'int32'), before)]);
      tf.dispose(before.filter((tensor) => !state.includes(tensor)));
    }
    return finish(state);
  });
}
