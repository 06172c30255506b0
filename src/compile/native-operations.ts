import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset/dataset';
import { type DataType, dataTypes } from './data-type';
import { type NativeAttribute, nativeBackend, nativeTypeOf } from './native';

// Operations of the backend `tensorflow` that tfjs has no name for. They run as they are, and can be recorded.

/**
 * The examples of a data set as a native tensor, [examples, features], of the type that they have: bytes stay bytes.
 * It borrows the data set's memory. Only `gatherExamples` may read it.
 */
export function lendExamples({ summary, values }: Pick<Dataset, 'summary' | 'values'>): tf.Tensor2D {
  return lendRows(values, values.length / summary.examples);
}

/** Examples of `width` numbers each. They borrow the memory, as `lendExamples` does. */
export function lendRows(values: Dataset['values'], width: number): tf.Tensor2D {
  const backend = nativeBackend();
  const dtype = values instanceof Uint8Array ? dataTypes.uint8 : dataTypes.float32;
  const shape = [values.length / width, width];
  const id = backend.binding.createTensor(shape, dtype, values);
  return backend.createOutputTensor({ id, shape, dtype }) as tf.Tensor2D;
}

/** Rows of the examples by int32 `indices`, as model inputs, [batch, features]; bytes become value / 255. */
export function gatherExamples(examples: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  const backend = nativeBackend();
  const type = nativeTypeOf(examples);
  const attributes = [typeOf('Tparams', type), typeOf('Tindices', 'int32'), typeOf('Taxis', 'int32')];
  const rows = backend.executeSingleOutput('GatherV2', attributes, [examples, indices, tf.scalar(0, 'int32')]);
  if (type === 'float32') return rows as tf.Tensor2D;
  const cast = [typeOf('SrcT', type), typeOf('DstT', 'float32')];
  return tf.div(backend.executeSingleOutput('Cast', cast, [rows]), 255);
}

/** Draws from N(0, 1) that `seed` (int32, [2]) alone determines, whenever and however often it is drawn. */
export function statelessNormal<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: tf.Tensor1D): tf.Tensor<R> {
  const attributes = [typeOf('dtype', 'float32'), typeOf('T', 'int32'), typeOf('Tseed', 'int32')];
  const dimensions = tf.tensor1d([...shape], 'int32');
  return nativeBackend().executeSingleOutput('StatelessRandomNormal', attributes, [dimensions, seed]) as tf.Tensor<R>;
}

function typeOf(name: string, type: DataType): NativeAttribute {
  return { name, type: nativeBackend().binding.TF_ATTR_TYPE, value: dataTypes[type] };
}
