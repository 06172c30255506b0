import * as tf from '@tensorflow/tfjs';
import type { BackendChoice } from '../protocol/config';
import { UserError } from '../protocol/errors';
import type { BackendInfo } from '../protocol/run';
import { loadWasm } from './embedded';
import { loadNativeLibrary, type UnavailableLibrary } from './native-library';
import { registerReluGradient } from './relu-gradient';

registerReluGradient();

/**
 * Makes a backend the one that computes. `auto` takes the fastest that works here, and says in `fallback` why a slower
 * one runs. Any other choice is kept, or fails with a UserError `backend.*`.
 */
export async function chooseBackend(choice: BackendChoice): Promise<BackendInfo> {
  // Checks for people who write tfjs programs, and advice to them on the console.
  tf.enableProdMode();
  switch (choice) {
    case 'tensorflow': {
      const library = loadNativeLibrary();
      if (library.status !== 'loaded') throw new UserError(`backend.${library.status}`, library.params);
      return activate('tensorflow', library.version);
    }
    case 'wasm':
      return activate('wasm', await requireWasm());
    case 'cpu':
      return activate('cpu', tf.version_core);
    case 'auto': {
      const library = loadNativeLibrary();
      return library.status === 'loaded' ? activate('tensorflow', library.version) : embedded(library);
    }
  }
}

/** WebAssembly, or plain JavaScript where not even that starts. */
async function embedded(library: UnavailableLibrary): Promise<BackendInfo> {
  const wasm = await loadWasm().catch(() => undefined);
  const name = wasm === undefined ? 'cpu' : 'wasm';
  const fallback = {
    code: `backend.fallback-${library.status}`,
    params: { ...library.params, backend: name },
  } as const;
  return { ...(await activate(name, wasm ?? tf.version_core)), fallback };
}

async function requireWasm(): Promise<string> {
  try {
    return await loadWasm();
  } catch (error) {
    throw new UserError('backend.wasm-broken', {}, { cause: error });
  }
}

async function activate(name: BackendInfo['name'], version: string): Promise<BackendInfo> {
  await tf.setBackend(name);
  return { name, version };
}
