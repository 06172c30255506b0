import type { CrossProducts } from './cross-products';

/**
 * Linear centred kernel alignment (Kornblith et al. 2019, "Similarity of Neural Network Representations Revisited", arXiv
 * 1905.00414, equation 5, with HSIC in the space of features as in its section 3):
 *
 *   ||Y^T X||_F^2 / (||X^T X||_F ||Y^T Y||_F)
 *
 * 1 where the codes are the same but for a rotation, a reflection and one scale for all dimensions, 0 where no dimension of the
 * one is correlated with one of the other. Null where the codes of one of them are all alike.
 */
export function linearCka({ xx, xy, yy }: CrossProducts): number | null {
  const lengths = xx.norm('frobenius') * yy.norm('frobenius');
  return lengths > 0 ? xy.norm('frobenius') ** 2 / lengths : null;
}
