import { need } from './need';

type Elements = Float32Array | Int32Array;

/** Of ONNX Runtime, what tests ask of it. It is large, and may be left out of an installation. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array | string, options?: { readonly logSeverityLevel: number }): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: 'float32' | 'int32', elements: Elements, shape: readonly number[]) => OnnxTensor;
}

export interface OnnxTensor {
  readonly dims: readonly number[];
  readonly data: Elements;
}

export interface OnnxSession {
  readonly inputNames: readonly string[];
  run(feeds: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
  release(): Promise<void>;
}

const packageName = 'onnxruntime-node';

/** Skips a test where it is not there. */
export async function needOnnxRuntime(context: Mocha.Context): Promise<OnnxRuntime> {
  const runtime = await import(packageName).catch(() => null);
  need(context, runtime, packageName);
  return runtime;
}
