/** KL(N(mean, exp(logVar)) || N(0, 1)) of one number, nats. */
export function standardKl(mean: number, logVar: number): number {
  return (mean ** 2 + Math.exp(logVar) - 1 - logVar) / 2;
}
