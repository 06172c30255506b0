import * as tf from '@tensorflow/tfjs';
import { type DataType, dataTypeOf } from './data-type';

/** An attribute of an operation as tfjs-node's binding takes it; the types are the binding's own numbers. */
export interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** A tensor of the native library. It lives until it is deleted by its id. */
export interface NativeTensor {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** The part of tfjs-node's binding that runs graphs. */
export interface Binding {
  /** Of the library, e.g. 1.15.0. */
  readonly TF_Version: string;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  /** Lends `values` to the library, where they are aligned: they must not change while the tensor lives. */
  createTensor(shape: readonly number[], dtype: number, values: Float32Array | Int32Array | Uint8Array): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  /** `inputNames` and `outputNames` are separated by commas. */
  runSavedModel(id: number, inputs: readonly number[], inputNames: string, outputNames: string): NativeTensor[];
  getNumOfSavedModels(): number;
}

/** What the backend knows of a tensor's data. */
export interface TensorEntry {
  /** Of the library. */
  readonly dtype: number;
  /** Of the native tensor; -1 until there is one. */
  id: number;
}

/** The part of tfjs-node's backend that operations go through on their way to the library. */
export interface NativeBackend {
  readonly binding: Binding;
  /** By data id; the types are the library's numbers. */
  readonly tensorMap: { get(dataId: object): TensorEntry };
  executeSingleOutput(op: string, attributes: readonly NativeAttribute[], inputs: readonly tf.TensorInfo[]): tf.Tensor;
  executeMultipleOutputs(
    op: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly tf.TensorInfo[],
    count: number,
  ): tf.Tensor[];
  getInputTensorIds(inputs: readonly tf.TensorInfo[]): number[];
  createOutputTensor(tensor: NativeTensor): tf.Tensor;
  readSync(dataId: object): Float32Array | Int32Array | Uint8Array;
  read(dataId: object): Promise<Float32Array | Int32Array | Uint8Array>;
}

/** The backend `tensorflow`; throws an Error where it is not loaded, or is not one that graphs can be run by. */
export function nativeBackend(): NativeBackend {
  const backend: unknown = tf.findBackend('tensorflow');
  if (!isNativeBackend(backend)) throw new Error("Compiled functions need TensorFlow's native backend");
  return backend;
}

/** Whether the library is of release 1; later ones compute by oneDNN. */
export function isRelease1(): boolean {
  return nativeBackend().binding.TF_Version.startsWith('1.');
}

/** The type that a tensor has in the library, which may be one that tfjs does not know. */
export function nativeTypeOf({ dataId }: tf.TensorInfo): DataType {
  const { dtype } = nativeBackend().tensorMap.get(dataId);
  const type = dataTypeOf(dtype);
  if (type === undefined) throw new Error(`Tensors of the type ${dtype} are unknown`);
  return type;
}

/** Whether functions can be compiled here, which takes the backend `tensorflow` to be the one in use. */
export function canCompile(): boolean {
  return tf.getBackend() === 'tensorflow' && isNativeBackend(tf.findBackend('tensorflow'));
}

const backendMethods = ['executeSingleOutput', 'executeMultipleOutputs', 'getInputTensorIds', 'createOutputTensor'];
const bindingMethods = ['createTensor', 'deleteTensor', 'loadSavedModel', 'deleteSavedModel', 'runSavedModel'];

function isNativeBackend(backend: unknown): backend is NativeBackend {
  if (!hasMethods(backend, backendMethods) || !('binding' in backend && 'tensorMap' in backend)) return false;
  return hasMethods(backend.binding, bindingMethods) && hasMethods(backend.tensorMap, ['get']);
}

function hasMethods(value: unknown, names: readonly string[]): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return names.every((name) => typeof Reflect.get(value, name) === 'function');
}
