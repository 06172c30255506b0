import { type Graph, symmetrised } from './graph';
import type { Neighbours } from './neighbours';

/**
 * Affinities of t-SNE (van der Maaten, Hinton 2008, section 2): p_ij = (p_j|i + p_i|j) / 2n over the nearest neighbours, 1 in
 * all.
 */
export function affinities(neighbours: Neighbours, perplexity: number): Graph {
  const n = neighbours.indices.length / neighbours.k;
  const own = conditional(neighbours, perplexity);
  return symmetrised(neighbours, own, (p, back) => (p + back) / (2 * n));
}

/**
 * p_j|i, in proportion to exp(-beta d_ij^2), n x k, with beta so that the perplexity exp(-sum p ln p) of each row is the one
 * asked for, by bisection. Where more neighbours than that are equally near, they share alike.
 */
export function conditional({ k, distances }: Neighbours, perplexity: number): Float32Array {
  const result = new Float32Array(distances.length);
  const wanted = Math.log(perplexity);
  const beyond = new Float64Array(k);
  for (let begin = 0; begin < distances.length; begin += k) {
    // Beyond the nearest, in units of their mean: nothing is rounded to 0 that matters.
    let mean = 0;
    for (let i = 0; i < k; i++) {
      beyond[i] = distances[begin + i] ** 2 - distances[begin] ** 2;
      mean += beyond[i] / k;
    }
    if (mean > 0) for (let i = 0; i < k; i++) beyond[i] /= mean;
    let [low, high, beta] = [0, Number.POSITIVE_INFINITY, 1];
    let sum = k;
    for (let turn = 0; turn < 64; turn++) {
      let moment = 0;
      sum = 0;
      for (let i = 0; i < k; i++) {
        const weight = Math.exp(-beta * beyond[i]);
        sum += weight;
        moment += weight * beyond[i];
        result[begin + i] = weight;
      }
      const entropy = Math.log(sum) + (beta * moment) / sum;
      if (Math.abs(entropy - wanted) < 1e-6) break;
      if (entropy > wanted) low = beta;
      else high = beta;
      beta = high === Number.POSITIVE_INFINITY ? 2 * beta : (low + high) / 2;
    }
    for (let i = 0; i < k; i++) result[begin + i] /= sum;
  }
  return result;
}
