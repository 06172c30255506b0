import type { GruConfig, ModelConfig, TransformerConfig } from './config';

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

/** What is left out of a recurrent network. */
const gruDefaults = { width: 64, symbolDropout: 0, temperature: 0 } as const satisfies GruConfig;

export function gruOf({ gru = {} }: Pick<ModelConfig, 'gru'>): Required<GruConfig> {
  return { ...gruDefaults, ...gru };
}

/** Whether a decoder writes symbol by symbol. */
export function writes(architecture: ModelConfig['architecture']): architecture is 'transformer' | 'gru' {
  return architecture === 'transformer' || architecture === 'gru';
}

type WritingModel = Pick<ModelConfig, 'architecture' | 'transformer' | 'gru'>;

/** How a decoder that writes does so. */
export function writingOf(model: WritingModel): Required<Pick<GruConfig, 'symbolDropout' | 'temperature'>> {
  return model.architecture === 'gru' ? gruOf(model) : transformerOf(model);
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
 * Rows of the table of symbols that a decoder reads which writes: one for each symbol, one for the beginning, and one for what is
 * left out.
 */
export function symbolsRead(model: WritingModel, symbols: number): number {
  return symbols + 1 + (writingOf(model).symbolDropout > 0 ? 1 : 0);
}
