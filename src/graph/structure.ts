import * as tf from '@tensorflow/tfjs';

/** The tensors in a value, which may be one itself, or a list or an object of such values. */
export function collectTensors(value: unknown): tf.Tensor[] {
  const tensors: tf.Tensor[] = [];
  mapTensors(value, (tensor) => {
    tensors.push(tensor);
    return tensor;
  });
  return tensors;
}

/** The same lists and objects, with another tensor in the place of each; called in the order of `collectTensors`. */
export function mapTensors<T>(value: T, map: (tensor: tf.Tensor) => tf.Tensor): T;
export function mapTensors(value: unknown, map: (tensor: tf.Tensor) => tf.Tensor): unknown {
  if (value instanceof tf.Tensor) return map(value);
  if (Array.isArray(value)) return value.map((item) => mapTensors(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTensors(item, map)]));
}
