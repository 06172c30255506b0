import { CholeskyDecomposition } from 'ml-matrix';
import { fillNormal, random } from '../random';
import { type Codes, centre, covariance } from './projection';

/** Tells these numbers from others. */
export const normalSeed = 0x9a1;

/** Draws from N(0, I), examples x latent. */
export function drawPrior(latent: number, count: number, seed: number): Float32Array {
  return fillNormal(new Float32Array(count * latent), random(seed, normalSeed));
}

/**
 * A plain autoencoder has no prior; the closest thing is a Gaussian fitted to its codes: z = mean + L eps, with
 * L L^T their covariance (a little is added to its diagonal, since codes may lie in a subspace).
 */
export function drawFittedGaussian(codes: Codes, count: number, seed: number): Float32Array {
  const { latent } = codes;
  const mean = centre(codes);
  const matrix = covariance(codes, mean);
  const ridge = 1e-6 * (matrix.trace() / latent) + 1e-12;
  for (let j = 0; j < latent; j++) matrix.set(j, j, matrix.get(j, j) + ridge);
  const lower = new CholeskyDecomposition(matrix).lowerTriangularMatrix;
  const noise = drawPrior(latent, count, seed);
  const draws = new Float32Array(count * latent);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < latent; j++) {
      let sum = mean[j];
      for (let k = 0; k <= j; k++) sum += lower.get(j, k) * noise[i * latent + k];
      draws[i * latent + j] = sum;
    }
  }
  return draws;
}
