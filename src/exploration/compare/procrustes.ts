import { type Matrix, SingularValueDecomposition } from 'ml-matrix';
import type { Codes } from '../projection';
import type { CrossProducts } from './cross-products';

/** What takes the codes x of one model to those of another, y: meanY + scale R^T (x - meanX). */
export interface Alignment {
  /** R, p x q: a rotation or a reflection; of fewer dimensions to more, or the reverse, its rows or columns are orthonormal. */
  readonly rotation: Matrix;
  readonly scale: number;
  /**
   * What is left between both after that, as a share of the variance of y: 0 where they are the same but for a rotation, a
   * reflection, a scale and a shift, 1 where they have nothing in common.
   */
  readonly disparity: number;
}

/**
 * The orthogonal Procrustes problem (Schönemann 1966, Psychometrika 31): with X^T Y = U S V^T, the rotation U V^T, the scale
 * tr S / ||X||^2 and the disparity 1 - (tr S)^2 / (||X||^2 ||Y||^2). Where dimensions are missing on one side, zeros stand for them:
 * the rotation is then the first rows or columns of one that is orthogonal in all. Null where the codes of one are all alike.
 */
export function procrustes({ xx, xy, yy }: CrossProducts): Alignment | null {
  const [varianceX, varianceY] = [xx.trace(), yy.trace()];
  if (!(varianceX > 0 && varianceY > 0)) return null;
  const { leftSingularVectors, rightSingularVectors, diagonal } = new SingularValueDecomposition(xy, {
    autoTranspose: true,
  });
  const trace = diagonal.reduce((sum, value) => sum + value, 0);
  return {
    rotation: leftSingularVectors.mmul(rightSingularVectors.transpose()),
    scale: trace / varianceX,
    disparity: Math.max(0, 1 - trace ** 2 / (varianceX * varianceY)),
  };
}

/** The codes of one model where those of the other are. */
export function aligned(
  { latent, means }: Codes,
  { meanX, meanY }: Pick<CrossProducts, 'meanX' | 'meanY'>,
  { rotation, scale }: Alignment,
): Codes {
  const examples = means.length / latent;
  const width = rotation.columns;
  const result = new Float32Array(examples * width);
  for (let i = 0; i < examples; i++) {
    for (let to = 0; to < width; to++) {
      let sum = 0;
      for (let from = 0; from < latent; from++)
        sum += (means[i * latent + from] - meanX[from]) * rotation.get(from, to);
      result[i * width + to] = meanY[to] + scale * sum;
    }
  }
  return { latent: width, means: result };
}
