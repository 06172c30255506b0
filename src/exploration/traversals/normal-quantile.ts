const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** Phi(x) = 1/2 + phi(x) (x + x^3 / 3 + x^5 / (3 5) + ...) (Marsaglia 2004, J. Stat. Softw. 11(4)). */
export function normalCdf(x: number): number {
  let [term, sum] = [x, x];
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + sum * density(x);
}

/** Phi^-1(p), by Newton's method: from 0 on, where Phi is steepest, it comes nearer from one side. @param p Within 0 and 1 */
export function normalQuantile(p: number): number {
  let x = 0;
  for (let turn = 0; turn < 100; turn++) {
    const step = (p - normalCdf(x)) / density(x);
    x += step;
    if (Math.abs(step) < 1e-12) break;
  }
  return x;
}
