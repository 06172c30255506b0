import type { ModelConfig } from './config';

/**
 * How many of the latent dimensions each layer of a ladder has, the lowest first, which the decoder takes; codes have them in this
 * order. Null for a model whose code has one layer.
 * Where nothing is said there are two, and the one above has half the dimensions, as in the paper.
 */
export function ladderOf({ latent, posterior }: Pick<ModelConfig, 'latent' | 'posterior'>): readonly number[] | null {
  if (posterior?.name !== 'ladder') return null;
  const { top = Math.max(1, Math.round(latent / 3)), sizes = [latent - top, top] } = posterior;
  return sizes;
}

/** What the weights of the layer of this index are called by, of a ladder of so many; there are none of the lowest, 0. */
export function layerName(layer: number, layers: number): string {
  return layer === layers - 1 ? 'top' : `layer_${layer + 1}`;
}
