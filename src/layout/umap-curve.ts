/** Similarity in the layout: 1 / (1 + a d^(2b)). */
export interface Curve {
  readonly a: number;
  readonly b: number;
}

/**
 * The curve closest, by least squares at 300 distances up to three times the spread, to one that is 1 up to `minDist` and
 * exp(-(d - minDist) / spread) beyond (McInnes et al. 2018, section 3.2; by Levenberg and Marquardt).
 */
export function fitCurve(minDist: number, spread: number): Curve {
  const distances = Array.from({ length: 299 }, (_, i) => ((i + 1) / 299) * 3 * spread);
  const targets = distances.map((d) => (d < minDist ? 1 : Math.exp(-(d - minDist) / spread)));
  const errorOf = (a: number, b: number) =>
    distances.reduce((sum, d, i) => sum + (1 / (1 + a * d ** (2 * b)) - targets[i]) ** 2, 0);
  let [a, b, damping] = [1, 1, 1e-3];
  let error = errorOf(a, b);
  for (let turn = 0; turn < 500 && damping < 1e12; turn++) {
    let [aa, ab, bb, ga, gb] = [0, 0, 0, 0, 0];
    distances.forEach((d, i) => {
      const power = d ** (2 * b);
      const value = 1 / (1 + a * power);
      const da = -value * value * power;
      const db = da * a * 2 * Math.log(d);
      const rest = targets[i] - value;
      aa += da * da;
      ab += da * db;
      bb += db * db;
      ga += da * rest;
      gb += db * rest;
    });
    const [la, lb] = [aa * (1 + damping), bb * (1 + damping)];
    const determinant = la * lb - ab * ab;
    const nextA = a + (ga * lb - gb * ab) / determinant;
    const nextB = b + (gb * la - ga * ab) / determinant;
    const next = nextA > 0 && nextB > 0 ? errorOf(nextA, nextB) : Number.POSITIVE_INFINITY;
    if (!(next <= error)) {
      damping *= 10;
      continue;
    }
    const isDone = error - next < 1e-14 * error;
    [a, b, error, damping] = [nextA, nextB, next, damping / 10];
    if (isDone) break;
  }
  return { a, b };
}
