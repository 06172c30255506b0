import { fitLogistic, type Labelled, type Logistic, logit } from './logistic';

/** Parts that take turns in being held out. */
const folds = 5;
/** Of the logistic regression on codes of variance 1: scikit-learn's usual one. */
export const strength = 1;

export interface Accuracy {
  /** The share of rows that are told right by a regression that has not seen them. */
  readonly value: number;
  /** Its standard error, sqrt(p (1 - p) / n). */
  readonly error: number;
}

/** Held-out accuracy: each row is told by a regression of the other parts. Rows of one label are in one order, and take the parts in turn. */
export function heldOutAccuracy(rows: Labelled): Accuracy {
  const { labels } = rows;
  const seen = [0, 0];
  const part = Uint8Array.from(labels, (label) => seen[label]++ % folds);
  let right = 0;
  for (let held = 0; held < folds; held++) {
    const model = fitStandardised(some(rows, (row) => part[row] !== held));
    const tested = some(rows, (row) => part[row] === held);
    for (const [row, label] of tested.labels.entries())
      right += Number(logit(model, tested.values, row) > 0 === (label === 1));
  }
  const value = right / labels.length;
  return { value, error: Math.sqrt((value * (1 - value)) / labels.length) };
}

/** Fitted to columns of mean 0 and variance 1, and told for the columns as they are. */
export function fitStandardised({ values, width, labels }: Labelled): Logistic {
  const rows = labels.length;
  const means = new Float64Array(width);
  for (const [at, value] of values.entries()) means[at % width] += value / rows;
  const deviations = new Float64Array(width);
  for (const [at, value] of values.entries()) deviations[at % width] += (value - means[at % width]) ** 2 / rows;
  // A column that does not vary says nothing.
  const scales = deviations.map((variance) => (variance > 0 ? Math.sqrt(variance) : 1));
  const standardised = values.map((value, at) => (value - means[at % width]) / scales[at % width]);
  const fitted = fitLogistic({ values: standardised, width, labels }, strength);
  const weights = fitted.weights.map((weight, j) => weight / scales[j]);
  return { weights, bias: fitted.bias - weights.reduce((sum, weight, j) => sum + weight * means[j], 0) };
}

function some({ values, width, labels }: Labelled, holds: (row: number) => boolean): Labelled {
  const rows = Array.from(labels.keys()).filter(holds);
  const chosen = new Float64Array(rows.length * width);
  for (const [to, row] of rows.entries()) chosen.set(values.subarray(row * width, (row + 1) * width), to * width);
  return { values: chosen, width, labels: Uint8Array.from(rows, (row) => labels[row]) };
}
