import * as tf from '@tensorflow/tfjs';
import { type DataType, dataTypes } from './data-type';
import { type NativeAttribute, nativeBackend, nativeTypeOf } from './native';

// Operations of the backend `tensorflow` that tfjs has no name for. They run as they are, and can be recorded.

/**
 * Numbers as a native tensor of `width` columns, of the type that they have: bytes stay bytes. It borrows their memory.
 * Only `gatherRows` may read it.
 */
export function lendRows(values: Float32Array | Uint8Array, width: number): tf.Tensor2D {
  const backend = nativeBackend();
  const dtype = values instanceof Uint8Array ? dataTypes.uint8 : dataTypes.float32;
  const shape = [values.length / width, width];
  const id = backend.binding.createTensor(shape, dtype, values);
  return backend.createOutputTensor({ id, shape, dtype }) as tf.Tensor2D;
}

/** Rows of a table by int32 `indices`, [indices, columns], as float32; bytes become value / 255. */
export function gatherRows(table: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  const backend = nativeBackend();
  const type = nativeTypeOf(table);
  const attributes = [typeOf('Tparams', type), typeOf('Tindices', 'int32'), typeOf('Taxis', 'int32')];
  const rows = backend.executeSingleOutput('GatherV2', attributes, [table, indices, tf.scalar(0, 'int32')]);
  if (type === 'float32') return rows as tf.Tensor2D;
  const cast = [typeOf('SrcT', type), typeOf('DstT', 'float32')];
  return tf.div(backend.executeSingleOutput('Cast', cast, [rows]), 255);
}

/** Draws from N(0, 1) that `seed` (int32, [2]) alone determines, whenever and however often it is drawn. */
export function statelessNormal<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: tf.Tensor1D): tf.Tensor<R> {
  return stateless('StatelessRandomNormal', shape, seed);
}

/** The same of numbers that are uniform in [0, 1). */
export function statelessUniform<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: tf.Tensor1D): tf.Tensor<R> {
  return stateless('StatelessRandomUniform', shape, seed);
}

function stateless<R extends tf.Rank>(op: string, shape: tf.ShapeMap[R], seed: tf.Tensor1D): tf.Tensor<R> {
  const attributes = [typeOf('dtype', 'float32'), typeOf('T', 'int32'), typeOf('Tseed', 'int32')];
  const dimensions = tf.tensor1d([...shape], 'int32');
  return nativeBackend().executeSingleOutput(op, attributes, [dimensions, seed]) as tf.Tensor<R>;
}

function typeOf(name: string, type: DataType): NativeAttribute {
  return { name, type: nativeBackend().binding.TF_ATTR_TYPE, value: dataTypes[type] };
}
