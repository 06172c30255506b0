/**
 * Spearman's rank correlation: Pearson's of the ranks, where equal values have the mean of theirs. NaN where all values of one are the
 * same.
 */
export function spearman(x: Float64Array, y: Float64Array): number {
  return pearson(ranksOf(x), ranksOf(y));
}

/** Pearson's correlation of numbers whose means are taken first. NaN where all of one are the same. */
export function pearson(x: Float64Array, y: Float64Array): number {
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i] - meanX, y[i] - meanY];
    xx += a * a;
    xy += a * b;
    yy += b * b;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : Number.NaN;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** From 1. */
export function ranksOf(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let begin = 0; begin < order.length; ) {
    let end = begin + 1;
    while (end < order.length && values[order[end]] === values[order[begin]]) end++;
    for (let i = begin; i < end; i++) ranks[order[i]] = (begin + 1 + end) / 2;
    begin = end;
  }
  return ranks;
}
