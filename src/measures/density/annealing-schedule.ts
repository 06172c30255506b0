/** How far the sigmoid goes to both sides. */
const reach = 4;

/**
 * Inverse temperatures 0 = b_0 < b_1 < … < b_T = 1, close together at both ends, where the density changes most (Wu et al. 2017, arXiv
 * 1611.04273, appendix; Grosse et al. 2015, arXiv 1511.02543, section 5): with s the logistic function,
 *
 *   b_t = (s(d (2 t / T - 1)) - s(-d)) / (s(d) - s(-d)),  d = 4
 *
 * @param temperatures T.
 */
export function sigmoidSchedule(temperatures: number): Float64Array {
  const [low, high] = [logistic(-reach), logistic(reach)];
  return Float64Array.from(
    { length: temperatures + 1 },
    (_, t) => (logistic(reach * ((2 * t) / temperatures - 1)) - low) / (high - low),
  );
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
