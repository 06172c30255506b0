import { Matrix } from 'ml-matrix';
import { type Codes, centre } from '../projection';

/** What is said of the codes X and Y that two models give the same examples, n x p and n x q, both about their means. */
export interface CrossProducts {
  /** X^T X, p x p. */
  readonly xx: Matrix;
  /** X^T Y, p x q. */
  readonly xy: Matrix;
  /** Y^T Y, q x q. */
  readonly yy: Matrix;
}

/** In O(n (p + q)^2). @throws RangeError where the codes are not of equally many examples. */
export function crossProducts(x: Codes, y: Codes): CrossProducts {
  const examples = x.means.length / x.latent;
  if (y.means.length / y.latent !== examples) throw new RangeError('Codes of other examples');
  const [meanX, meanY] = [centre(x), centre(y)];
  const width = x.latent + y.latent;
  const sums = new Float64Array(width * width);
  const row = new Float64Array(width);
  for (let i = 0; i < examples; i++) {
    for (let j = 0; j < x.latent; j++) row[j] = x.means[i * x.latent + j] - meanX[j];
    for (let j = 0; j < y.latent; j++) row[x.latent + j] = y.means[i * y.latent + j] - meanY[j];
    for (let a = 0; a < width; a++) for (let b = a; b < width; b++) sums[a * width + b] += row[a] * row[b];
  }
  /** The block of rows and columns from these on; below the diagonal by symmetry. */
  const block = (rows: number, fromRow: number, columns: number, fromColumn: number) => {
    const matrix = Matrix.zeros(rows, columns);
    for (let a = 0; a < rows; a++) {
      for (let b = 0; b < columns; b++) {
        const [first, second] = [fromRow + a, fromColumn + b].sort((one, other) => one - other);
        matrix.set(a, b, sums[first * width + second]);
      }
    }
    return matrix;
  };
  return {
    xx: block(x.latent, 0, x.latent, 0),
    xy: block(x.latent, 0, y.latent, x.latent),
    yy: block(y.latent, x.latent, y.latent, x.latent),
  };
}
