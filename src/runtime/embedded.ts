import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { UserError } from '../protocol/errors';
import { registerWasmKernels } from './wasm-kernels';

/** As far as it is used here; the types of Node leave it to those of browsers. */
declare const WebAssembly: { readonly Memory: new (size: { readonly initial: number }) => object };

let wasm: Promise<string> | undefined;

/**
 * Registers the backend `wasm`, once per process, and answers its version. Rejects if WebAssembly does not start.
 * @throws UserError `backend.wasm-no-room`
 */
export function loadWasm(): Promise<string> {
  wasm ??= load();
  return wasm;
}

async function load(): Promise<string> {
  requireRoom();
  // Loaded only where it is needed.
  const { setWasmPaths, version_wasm }: typeof import('@tensorflow/tfjs-backend-wasm') =
    require('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(wasmFolder() + sep);
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly did not start');
  registerWasmKernels();
  return version_wasm;
}

/** Node reserves 10 GB of addresses for each memory, so that bounds need no checks: even for one of 64 KB. */
function requireRoom(): void {
  try {
    new WebAssembly.Memory({ initial: 1 });
  } catch (error) {
    throw new UserError('backend.wasm-no-room', {}, { cause: error });
  }
}

/** Beside the bundle, or else in the package itself. */
function wasmFolder(): string {
  const bundled = join(__dirname, 'wasm');
  if (existsSync(bundled)) return bundled;
  return dirname(createRequire(__filename).resolve('@tensorflow/tfjs-backend-wasm'));
}
