import type { ModelConfig } from './config';

/** How the latent dimensions of a ladder are shared out: the lower layer's come first. */
export interface LadderSizes {
  /** Of z1, which the decoder takes. */
  readonly lower: number;
  /** Of z2, which z1 is drawn by. */
  readonly top: number;
}

/** Null for a model whose code has one layer. The layer above has half the dimensions, as in the paper, where nothing is said. */
export function ladderOf({ latent, posterior }: Pick<ModelConfig, 'latent' | 'posterior'>): LadderSizes | null {
  if (posterior?.name !== 'ladder') return null;
  const { top = Math.max(1, Math.round(latent / 3)) } = posterior;
  return { lower: latent - top, top };
}
