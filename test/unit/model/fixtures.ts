import type { ModelConfig } from '../../../src/protocol/config';
import type { BackendInfo } from '../../../src/protocol/run';
import { loadNativeLibrary } from '../../../src/runtime/native-library';

/** A small dense Bernoulli VAE, with what a test wants otherwise. */
export function modelConfig(changes: Partial<ModelConfig> = {}): ModelConfig {
  return {
    kind: 'vae',
    architecture: 'dense',
    hidden: [5],
    latent: 2,
    activation: 'relu',
    likelihood: 'bernoulli',
    variance: 1,
    ...changes,
  };
}

/** Numbers in -1..1 that look random and are always the same. */
export function numbers(count: number, seed: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed));
}

/** Every backend that this machine has. */
export function backends(): BackendInfo['name'][] {
  const native = loadNativeLibrary().status === 'loaded';
  if (!native) console.log('The native TensorFlow library is not there: its backend is left out.');
  return native ? ['tensorflow', 'wasm', 'cpu'] : ['wasm', 'cpu'];
}
