import * as tf from '@tensorflow/tfjs';
import type { BackendChoice } from '../protocol/config';
import { isUserError, type Sentence, UserError } from '../protocol/errors';
import type { BackendInfo } from '../protocol/run';
import { loadWasm } from './embedded';
import type { LibraryTask } from './library/task';
import { loadNativeLibrary } from './native-library';
import { registerReluGradient } from './relu-gradient';

registerReluGradient();

const silent: LibraryTask = { log: () => undefined };

/**
 * Makes a backend the one that computes. `auto` takes the fastest that works here: the TensorFlow library that was
 * selected, the one that comes with Latent Lens, WebAssembly, plain JavaScript. Any other choice is kept, or fails with
 * a UserError. Where something was passed over, `fallback` says why.
 */
export async function chooseBackend(choice: BackendChoice, task: LibraryTask = silent): Promise<BackendInfo> {
  // Checks for people who write tfjs programs, and advice to them on the console.
  tf.enableProdMode();
  switch (choice) {
    case 'wasm':
      return activate('wasm', await requireWasm());
    case 'cpu':
      return activate('cpu', tf.version_core);
    case 'tensorflow':
    case 'auto': {
      const native = await loadNativeLibrary(task);
      if (native.status === 'unavailable') {
        const { problem } = native;
        if (choice === 'auto') return embedded(problem);
        throw new UserError(problem.code, problem.params);
      }
      const { version, origin, passedOver, leftOut } = native;
      return {
        ...(await activate('tensorflow', version)),
        library: origin,
        ...(passedOver && { fallback: bundledInstead(passedOver, version) }),
        ...(leftOut.length > 0 && {
          notices: [{ code: 'backend.variables-left-out', params: { names: leftOut.join(', ') } } as const],
        }),
      };
    }
  }
}

function bundledInstead(problem: Sentence, version: string): Sentence {
  return { code: 'backend.fallback-bundled', params: { problem, version } };
}

/** WebAssembly, or plain JavaScript where not even that starts. */
async function embedded(problem: Sentence): Promise<BackendInfo> {
  const wasm = await loadWasm().catch(() => undefined);
  const backend = wasm === undefined ? 'cpu' : 'wasm';
  return { ...(await activate(backend, wasm ?? tf.version_core)), fallback: embeddedInstead(problem, backend) };
}

function embeddedInstead(problem: Sentence, backend: BackendInfo['name']): Sentence {
  switch (problem.code) {
    // Nothing is there to mend: these have words of their own.
    case 'backend.missing':
      return { code: 'backend.fallback-missing', params: { backend } };
    case 'backend.old-processor':
      return { code: 'backend.fallback-old-processor', params: { backend } };
    default:
      return { code: 'backend.fallback-broken', params: { problem, backend } };
  }
}

async function requireWasm(): Promise<string> {
  try {
    return await loadWasm();
  } catch (error) {
    if (isUserError(error)) throw error;
    throw new UserError('backend.wasm-broken', {}, { cause: error });
  }
}

async function activate(name: BackendInfo['name'], version: string): Promise<BackendInfo> {
  await tf.setBackend(name);
  return { name, version };
}
