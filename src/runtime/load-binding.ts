import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import { registerGammaKernels } from './gamma-kernels';
import { registerGather, registerNativeKernels } from './native-kernels';
import { oneCorePerOperation } from './threads';

/**
 * Loads tfjs-node with a binding to TensorFlow's native library, which registers the backend `tensorflow`, as it is used
 * here. Once per process. Answers TensorFlow's version; throws an Error where the binding does not load.
 */
export function loadBinding(path: string): string {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  oneCorePerOperation();
  restoreUtilities();
  bindingLocator().find = () => path;
  require('@tensorflow/tfjs-node');
  registerGather();
  const version = libraryVersion();
  registerGammaKernels();
  if (!version.startsWith('1.')) registerNativeKernels();
  return version;
}

/** The module that tfjs-node asks for the path of its binding. */
function bindingLocator(): { find: () => string } {
  return require('@mapbox/node-pre-gyp/lib/pre-binding');
}

const BackendWithBinding = v.object({ binding: v.object({ TF_Version: v.string() }) });

function libraryVersion(): string {
  return v.parse(BackendWithBinding, tf.findBackend('tensorflow')).binding.TF_Version;
}

/** tfjs-node calls functions that Node 23 removed. */
function restoreUtilities(): void {
  const utilities: { isNullOrUndefined?: unknown; isArray?: unknown } = util;
  utilities.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  utilities.isArray ??= Array.isArray;
}
