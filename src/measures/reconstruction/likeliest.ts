/** Of some numbers, such as probabilities of categories, where the largest is, the first of several. */
export function likeliest(values: Float32Array, begin: number, end: number): number {
  let best = begin;
  for (let at = begin + 1; at < end; at++) if (values[at] > values[best]) best = at;
  return best - begin;
}
