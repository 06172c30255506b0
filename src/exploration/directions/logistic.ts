import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** Rows of numbers with one of two labels each. */
export interface Labelled {
  /** rows x width. */
  readonly values: Float64Array;
  readonly width: number;
  /** 0 or 1 of each row. */
  readonly labels: Uint8Array;
}

/** p(1 | x) = 1 / (1 + exp(-(w x + b))). */
export interface Logistic {
  readonly weights: Float64Array;
  readonly bias: number;
}

const mostSteps = 50;
const tolerance = 1e-8;

/**
 * Logistic regression: the minimum of |w|^2 / 2 + C sum_n log(1 + exp(-s_n (w x_n + b))), s_n = 1 or -1, by Newton's method, which is
 * iteratively reweighted least squares (Bishop 2006, section 4.3.3). A step that does not get lower is halved.
 * @param strength C: the larger, the less the weights are held back. The bias is not.
 */
export function fitLogistic({ values, width, labels }: Labelled, strength: number): Logistic {
  const size = width + 1;
  let parameters = new Float64Array(size);
  let loss = lossOf({ values, width, labels }, parameters, strength);
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, hessian } = slopes({ values, width, labels }, parameters, strength);
    const change = new CholeskyDecomposition(hessian).solve(Matrix.columnVector(gradient)).to1DArray();
    let length = 1;
    let next = parameters;
    let lower = Number.POSITIVE_INFINITY;
    for (let halving = 0; halving < 30 && !(lower <= loss); halving++, length /= 2) {
      next = parameters.map((value, j) => value - length * change[j]);
      lower = lossOf({ values, width, labels }, next, strength);
    }
    if (!(lower <= loss)) break;
    const gain = loss - lower;
    parameters = next;
    loss = lower;
    if (gain <= tolerance * Math.max(1, loss)) break;
  }
  return { weights: parameters.slice(0, width), bias: parameters[width] };
}

/** w x + b of a row: 1 is as probable as 0 where it is 0. */
export function logit({ weights, bias }: Logistic, values: Float64Array, row: number): number {
  let sum = bias;
  for (let j = 0, at = row * weights.length; j < weights.length; j++, at++) sum += weights[j] * values[at];
  return sum;
}

function lossOf({ values, width, labels }: Labelled, parameters: Float64Array, strength: number): number {
  const model = { weights: parameters.subarray(0, width), bias: parameters[width] };
  let sum = 0;
  for (const [row, label] of labels.entries()) {
    const margin = (label === 1 ? 1 : -1) * logit(model, values, row);
    sum += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
  }
  return strength * sum + model.weights.reduce((total, weight) => total + weight * weight, 0) / 2;
}

function slopes({ values, width, labels }: Labelled, parameters: Float64Array, strength: number) {
  const size = width + 1;
  const model = { weights: parameters.subarray(0, width), bias: parameters[width] };
  const gradient = Float64Array.from({ length: size }, (_, j) => (j < width ? parameters[j] : 0));
  const upper = new Float64Array(size * size);
  const x = new Float64Array(size).fill(1);
  for (const [row, label] of labels.entries()) {
    const p = 1 / (1 + Math.exp(-logit(model, values, row)));
    x.set(values.subarray(row * width, (row + 1) * width));
    const weight = strength * p * (1 - p);
    for (let j = 0; j < size; j++) {
      gradient[j] += strength * (p - label) * x[j];
      for (let k = j; k < size; k++) upper[j * size + k] += weight * x[j] * x[k];
    }
  }
  const hessian = Matrix.zeros(size, size);
  for (let j = 0; j < size; j++) {
    for (let k = j; k < size; k++) {
      // A bias that nothing holds back may have no curvature left where all rows are sure.
      const value = upper[j * size + k] + (j === k ? (j < width ? 1 : 1e-10) : 0);
      hessian.set(j, k, value);
      hessian.set(k, j, value);
    }
  }
  return { gradient, hessian };
}
