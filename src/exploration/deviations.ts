import type { Codes } from './projection';

/** The standard deviation of each dimension of codes, rows x latent. */
export function deviationsOf({ means, latent }: Codes): Float64Array {
  const rows = means.length / latent;
  return Float64Array.from({ length: latent }, (_, dimension) => {
    let mean = 0;
    let squares = 0;
    // Welford's update (1962): squares of large numbers would lose the small differences between them.
    for (let row = 0; row < rows; row++) {
      const value = means[row * latent + dimension];
      const before = value - mean;
      mean += before / (row + 1);
      squares += before * (value - mean);
    }
    return Math.sqrt(squares / rows);
  });
}
