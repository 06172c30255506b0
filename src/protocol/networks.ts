import type { ModelConfig, TransformerConfig } from './config';

/** What is left out of a transformer. */
const transformerDefaults = {
  width: 64,
  heads: 4,
  symbolDropout: 0,
  temperature: 0,
} as const satisfies TransformerConfig;

export function transformerOf({ transformer = {} }: Pick<ModelConfig, 'transformer'>): Required<TransformerConfig> {
  return { ...transformerDefaults, ...transformer };
}

const usualGroups = 8;

/** The groups that so many channels are normalised in: as many as are set, or as many of the usual ones as divide them. */
export function groupsOf({ residual = {} }: Pick<ModelConfig, 'residual'>, channels: number): number {
  return residual.groups ?? commonDivisor(usualGroups, channels);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/**
 * Rows of the table of symbols that a transformer's decoder reads: one for each symbol, one for the beginning, and one for what is
 * left out.
 */
export function symbolsRead(model: Pick<ModelConfig, 'transformer'>, symbols: number): number {
  return symbols + 1 + (transformerOf(model).symbolDropout > 0 ? 1 : 0);
}
