import type * as tf from '@tensorflow/tfjs';

/** Sees what a hidden layer gives, by the layer's name, such as `encoder/dense_0`, and may give something else in its place. */
export type Tap = <T extends tf.Tensor>(x: T, layer: string) => T;
