/** Probabilities of classes by a classifier that had not seen the example, examples x classes. */
export interface OutOfSample {
  readonly probabilities: Float32Array;
  readonly classes: number;
}

/** No class asks for more: one that is learned well would else ask for more than half of its own members have. */
const mostAsked = 0.9;
/** A class counts where it is so many times as probable as the given one: of codes that tell classes badly apart nothing is said. */
const leastOdds = 10;

/** What is made of each label. */
export interface LabelQuality {
  /** p(given), the self-confidence: the lower, the likelier it is wrong. NaN of what has no label. */
  readonly confidences: Float32Array;
  /** The class that each example is confidently of; the given one where it is of none, -1 without a label. */
  readonly confident: Int32Array;
}

/**
 * Confident learning (Northcutt, Jiang & Chuang 2021, arXiv 1911.00068): an example is counted to that class whose p(j) is the largest
 * of those that are at least t_j, the mean of p(j) over the examples labelled j (equations 1 and 2), here at most 0.9. A label off the
 * diagonal of these counts is likely wrong, here where the class is also ten times as probable as the given one; they are ranked by
 * self-confidence (section 3.2).
 * @param labels A class of each example, from 0; -1: none.
 */
export function labelQuality({ probabilities, classes }: OutOfSample, labels: ArrayLike<number>): LabelQuality {
  const thresholds = meanConfidences({ probabilities, classes }, labels);
  const confidences = new Float32Array(labels.length).fill(Number.NaN);
  const confident = new Int32Array(labels.length).fill(-1);
  for (let i = 0; i < labels.length; i++) {
    const given = labels[i];
    if (given < 0) continue;
    const of = probabilities.subarray(i * classes, (i + 1) * classes);
    confidences[i] = of[given];
    confident[i] = given;
    let largest = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < classes; j++) {
      if (of[j] < thresholds[j] || of[j] <= largest) continue;
      largest = of[j];
      confident[i] = j;
    }
    if (largest < leastOdds * of[given]) confident[i] = given;
  }
  return { confidences, confident };
}

/** t_j = mean of p(j) over the examples labelled j; of a class that none has, more than any probability. */
function meanConfidences({ probabilities, classes }: OutOfSample, labels: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(classes);
  const counts = new Float64Array(classes);
  for (let i = 0; i < labels.length; i++) {
    const given = labels[i];
    if (given < 0) continue;
    sums[given] += probabilities[i * classes + given];
    counts[given]++;
  }
  return sums.map((sum, j) => (counts[j] > 0 ? Math.min(mostAsked, sum / counts[j]) : Number.POSITIVE_INFINITY));
}
