import type { Dataset } from '../dataset/dataset';
import { type DataType, dataTypes } from './data-type';
import type { Graph, Output } from './graph';
import { nativeBackend } from './native';
import { binary, cast, float, gather } from './operations';

/** The examples of a data set as a native tensor, [examples, features], in the type that they have: bytes stay bytes. */
export class NativeExamples {
  readonly dtype: DataType;
  readonly shape: readonly [examples: number, features: number];
  /** The native tensor's, to be fed. It borrows the data set's memory. */
  readonly id: number;

  constructor({ summary, values }: Pick<Dataset, 'summary' | 'values'>) {
    this.dtype = values instanceof Uint8Array ? 'uint8' : 'float32';
    this.shape = [summary.examples, values.length / summary.examples];
    this.id = nativeBackend().binding.createTensor(this.shape, dataTypes[this.dtype], values);
  }

  dispose(): void {
    nativeBackend().binding.deleteTensor(this.id);
  }
}

/** Rows of the examples as model inputs, [batch, features]; bytes become value / 255. */
export function gatherExamples(graph: Graph, examples: Output, indices: Output): Output {
  const rows = gather(graph, examples, indices);
  return rows.dtype === 'uint8' ? binary(graph, 'RealDiv', cast(graph, rows, 'float32'), float(graph, 255)) : rows;
}
