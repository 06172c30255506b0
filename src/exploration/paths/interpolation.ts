import type { Curve } from './curve';

/** z(t) = (1 - t) a + t b. */
export function straight(a: Float32Array, b: Float32Array, pieces: number): Curve {
  return interpolated(a, b, pieces, (t) => [1 - t, t]);
}

/**
 * z(t) = sin((1 - t) w) / sin w a + sin(t w) / sin w b, with w the angle between a and b at the origin (White 2016, arXiv 1609.04468):
 * draws of N(0, I) in many dimensions are all about as far from 0, and so is what lies between two of them on this arc.
 * @returns null where there is no such angle, or no one plane of it: an end is 0, or they lie opposite each other.
 */
export function spherical(a: Float32Array, b: Float32Array, pieces: number): Curve | null {
  const [lengthA, lengthB] = [norm(a), norm(b)];
  if (lengthA === 0 || lengthB === 0) return null;
  const cosine = a.reduce((sum, value, j) => sum + (value / lengthA) * (b[j] / lengthB), 0);
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const sine = Math.sin(angle);
  // In one direction from 0 the arc is a straight line.
  if (angle < 1e-6) return straight(a, b, pieces);
  if (sine < 1e-6) return null;
  return interpolated(a, b, pieces, (t) => [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine]);
}

function interpolated(
  a: Float32Array,
  b: Float32Array,
  pieces: number,
  shares: (t: number) => readonly [number, number],
): Curve {
  const width = a.length;
  const values = new Float32Array((pieces + 1) * width);
  for (let node = 0; node <= pieces; node++) {
    const [ofA, ofB] = shares(node / pieces);
    for (let j = 0; j < width; j++) values[node * width + j] = ofA * a[j] + ofB * b[j];
  }
  values.set(b, pieces * width);
  return { values, width };
}

function norm(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
