import { readFileSync } from 'node:fs';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { SentenceParams } from '../protocol/errors';

/** With the library's TensorFlow version. */
interface LoadedLibrary {
  readonly status: 'loaded';
  readonly version: string;
}

/** There is no file, or it does not load, or the processor is too old for it. `params` fill the sentence about it. */
export interface UnavailableLibrary {
  readonly status: 'missing' | 'broken' | 'old-processor';
  readonly params: SentenceParams;
}

type NativeLibrary = LoadedLibrary | UnavailableLibrary;

let library: NativeLibrary | undefined;

/** Loads tfjs-node with its native library and registers the backend `tensorflow`; once per process. */
export function loadNativeLibrary(): NativeLibrary {
  library ??= load();
  return library;
}

function load(): NativeLibrary {
  // TensorFlow ends the process where it finds no AVX: the one failure that cannot be caught.
  if (lacksAvx()) return { status: 'old-processor', params: {} };
  restoreUtilities();
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  try {
    require('@tensorflow/tfjs-node');
    return { status: 'loaded', version: libraryVersion() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (message.includes('can not be found')) return { status: 'missing', params: {} };
    return { status: 'broken', params: { reason: message.split('\n', 1)[0] } };
  }
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

function lacksAvx(): boolean {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  try {
    return !/^flags\s*:.*\bavx\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return false;
  }
}
