import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from './autoencoder';

/** A tensor of float32 as it is stored, row-major. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export type StoredTensors = ReadonlyMap<string, StoredTensor>;

/** The weights of a model by their names. */
export function storeWeights({ variables }: Autoencoder): StoredTensors {
  return new Map([...variables].map(([name, variable]) => [name, storeTensor(variable)]));
}

/** Throws an Error that says which weights of a model are not among those given, or not of their shape. */
export function checkWeights({ variables }: Autoencoder, weights: StoredTensors): void {
  for (const [name, variable] of variables) checkTensor(variable, weights, name);
}

export function restoreWeights({ variables }: Autoencoder, weights: StoredTensors): void {
  for (const [name, variable] of variables) loadTensor(variable, weights, name);
}

export function storeTensor(tensor: tf.Tensor): StoredTensor {
  return { shape: tensor.shape, values: Float32Array.from(tensor.dataSync()) };
}

export function loadTensor(variable: tf.Variable, tensors: StoredTensors, name: string): void {
  const { values } = checkTensor(variable, tensors, name);
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
}

/** The stored tensor that belongs into a variable. Throws an Error where there is none, or one of another shape. */
export function checkTensor(variable: tf.Variable, tensors: StoredTensors, name: string): StoredTensor {
  const stored = tensors.get(name);
  if (stored === undefined) throw new Error(`there is no tensor ${name}`);
  if (String(stored.shape) !== String(variable.shape)) {
    throw new Error(`tensor ${name} has shape [${stored.shape}], not [${variable.shape}]`);
  }
  return stored;
}
