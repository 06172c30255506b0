import type { Codes } from '../../../../src/exploration/projection';

/** The codes that the figures of scipy and scikit-learn in these tests are of, 40 x `latent`. */
export function waves(latent: number, phase = 0): Codes {
  const means = Float32Array.from({ length: 40 * latent }, (_, at) => {
    const [i, j] = [Math.floor(at / latent), at % latent];
    return Math.sin(1.3 * i + 2.1 * j + 0.07 * i * j + phase);
  });
  return { latent, means };
}

/** As `waves(3)`, through no linear map. */
export function bent(latent: 2 | 3): Codes {
  const [x, shifted] = [waves(3).means, waves(3, 1).means];
  const rows = Array.from({ length: 40 }, (_, i) => {
    const [a, b, c] = x.subarray(3 * i, 3 * i + 3);
    return [a * b, b - 0.5 * shifted[3 * i + 2], Math.fround(0.8 * c + 0.4 * a ** 2)].slice(0, latent);
  });
  return { latent, means: Float32Array.from(rows.flat()) };
}

/** Turned in the plane of the first two dimensions, mirrored in the third, twice as large, and elsewhere. */
export function moved({ means }: Codes): Codes {
  const [cos, sin] = [Math.cos(0.7), Math.sin(0.7)];
  const result = new Float32Array(means.length);
  for (let at = 0; at < means.length; at += 3) {
    const [a, b, c] = means.subarray(at, at + 3);
    result.set([2 * (cos * a - sin * b) + 5, 2 * (sin * a + cos * b) - 1, -2 * c + 0.5], at);
  }
  return { latent: 3, means: result };
}
