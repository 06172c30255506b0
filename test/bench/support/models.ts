import type { RunConfig } from '../../../src/protocol/config';
import { resolveConfig } from '../../../src/protocol/presets';

/** The two networks that benches measure: those of the presets `classic` and `conv`. */
export const architectures = ['dense', 'conv'] as const;
export type Architecture = (typeof architectures)[number];

export const imageShape = [28, 28, 1] as const;

export const presetOf = { dense: 'classic', conv: 'conv' } as const satisfies Record<Architecture, RunConfig['preset']>;

export function configOf(architecture: Architecture): RunConfig {
  return resolveConfig({ data: 'builtin:digits', preset: presetOf[architecture] }, { kind: 'images' });
}
