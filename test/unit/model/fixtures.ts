import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from '../../../src/model/autoencoder';
import { type Noise, noNoise } from '../../../src/model/noise';
import { type Computed, createObjective, type Examples } from '../../../src/model/objectives';
import type { ModelConfig, ObjectiveConfig } from '../../../src/protocol/config';
import { plainObjective } from '../../../src/protocol/presets';
import type { BackendInfo } from '../../../src/protocol/run';
import { chooseBackend } from '../../../src/runtime/backend';
import { need } from '../../harness/need';
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

/** These numbers for whatever is drawn from N(0, 1), and no others. */
export function givenNoise(normal: tf.Tensor2D): Noise {
  return {
    normal: () => normal,
    uniform: () => {
      throw new Error('Only normal noise is given');
    },
  };
}

/** The objective of a batch at a beta, by the draws of z that `noise` gives. */
export function computeLoss(
  model: Autoencoder,
  { x, noise }: { readonly x: tf.Tensor2D; readonly noise: tf.Tensor2D | null },
  { beta = 1, ...objective }: Partial<Omit<ObjectiveConfig, 'beta'>> & { readonly beta?: number | tf.Scalar } = {},
): Computed {
  const examples: Examples = { x, noise: noise ? givenNoise(noise) : noNoise };
  return createObjective(model, { ...plainObjective, ...objective }, x.shape[0]).compute([examples], { beta });
}

/** Numbers in -1..1 that look random and are always the same. */
export function numbers(count: number, seed: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed));
}

/** Whether set-up found a native library for this machine. */
export function hasNativeLibrary(): boolean {
  return existsSync(join(projectRoot, 'node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node'));
}

export const allBackends: readonly BackendInfo['name'][] = ['tensorflow', 'wasm', 'cpu'];

/** Every backend that this machine has. */
export function backends(): BackendInfo['name'][] {
  return allBackends.filter((name) => name !== 'tensorflow' || hasNativeLibrary());
}

/** Makes a backend compute in a test, or in all that a hook is for; they are skipped where it is not there. */
export async function useBackend(context: Mocha.Context, name: BackendInfo['name']): Promise<void> {
  need(context, backends().includes(name), `the backend ${name}`);
  await chooseBackend(name);
}

/** Relative, above 1 in size. */
export function assertNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    assert.ok(error <= tolerance, `${actual[i]} instead of ${expected[i]} at ${i}`);
  }
}
