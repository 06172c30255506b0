import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelConfig } from '../../../src/protocol/config';
import type { BackendInfo } from '../../../src/protocol/run';
import { projectRoot } from '../../harness/paths';

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

/** Whether set-up found a native library for this machine. */
export function hasNativeLibrary(): boolean {
  return existsSync(join(projectRoot, 'node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node'));
}

/** Every backend that this machine has. */
export function backends(): BackendInfo['name'][] {
  const native = hasNativeLibrary();
  if (!native) console.log('The native TensorFlow library is not there: its backend is left out.');
  return native ? ['tensorflow', 'wasm', 'cpu'] : ['wasm', 'cpu'];
}
