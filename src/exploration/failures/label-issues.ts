import type { Neighbours } from '../../layout/neighbours';
import { rowsOf } from '../placement';
import type { Codes } from '../projection';
import { type LabelQuality, labelQuality } from './confident-learning';
import { stratifiedFolds } from './folds';
import { fitProbe } from './logistic-probe';

/** The parts that examples are dealt out to: each is judged by a probe that was fitted on the others. */
export const labelFolds = 5;

/** Labels of the classes that can be learned. */
export interface Learnable {
  /** The number of its class of each code, among these classes; -1: it is of none. */
  readonly labels: Int32Array;
  /** What these classes are numbered among all. */
  readonly classes: readonly number[];
  /** Codes that have a label of another class. */
  readonly unjudged: number;
}

/**
 * The classes that have at least one member in each fold; those with fewer cannot be learned without a member of them.
 * @param labels A class of each code, from 0; negative or NaN: none. What has a code that is no number is left out.
 */
export function learnable({ means, latent }: Codes, labels: ArrayLike<number>): Learnable {
  const known = Array.from(labels, (label, row) => {
    const isNumber = means.subarray(row * latent, (row + 1) * latent).every(Number.isFinite);
    return label >= 0 && isNumber ? label : -1;
  });
  const members = new Map<number, number>();
  for (const label of known) if (label >= 0) members.set(label, (members.get(label) ?? 0) + 1);
  const classes = [...members].flatMap(([label, count]) => (count >= labelFolds ? [label] : [])).sort((a, b) => a - b);
  const numbers = new Map(classes.map((label, at) => [label, at]));
  const judged = Int32Array.from(known, (label) => numbers.get(label) ?? -1);
  return { labels: judged, classes, unjudged: known.filter((label, i) => label >= 0 && judged[i] < 0).length };
}

/**
 * How well the label of each example goes with its code: by a linear probe that has not seen it and by its nearest neighbours, whose
 * geometric mean is p(y|z), as a label is likely wrong where both say another.
 * @param labels A class of each code, from 0 to classes - 1; -1: none.
 */
export async function labelIssues(
  codes: Codes,
  neighbours: Neighbours,
  labels: Int32Array,
  classes: number,
  breathe: () => Promise<void>,
): Promise<LabelQuality> {
  const probe = await outOfFold(codes, labels, classes, breathe);
  const near = neighbourProbabilities(neighbours, labels, classes);
  return labelQuality({ probabilities: geometricMean(probe, near, classes), classes }, labels);
}

/** p(y|z) of each labelled code by a probe that was fitted without it, codes x classes. */
async function outOfFold(
  codes: Codes,
  labels: Int32Array,
  classes: number,
  breathe: () => Promise<void>,
): Promise<Float32Array> {
  const folds = stratifiedFolds(labels, labelFolds);
  const labelled = Int32Array.from(labels.keys()).filter((i) => labels[i] >= 0);
  const result = new Float32Array(labels.length * classes);
  for (let fold = 0; fold < labelFolds; fold++) {
    const outside = labelled.filter((i) => folds[i] !== fold);
    const inside = labelled.filter((i) => folds[i] === fold);
    const known = Int32Array.from(outside, (i) => labels[i]);
    const probe = await fitProbe(rowsOf(codes, outside), known, classes, breathe);
    const found = probe.probabilities(rowsOf(codes, inside));
    for (const [at, i] of inside.entries()) result.set(found.subarray(at * classes, (at + 1) * classes), i * classes);
  }
  return result;
}

/**
 * The shares of the classes among the labelled ones of the nearest neighbours of each code, as if one more had the labels that all have: no
 * class is impossible. codes x classes.
 */
function neighbourProbabilities({ k, indices }: Neighbours, labels: Int32Array, classes: number): Float32Array {
  const labelled = labels.filter((label) => label >= 0);
  const shares = new Float64Array(classes);
  for (const label of labelled) shares[label] += 1 / labelled.length;
  const result = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) {
    const near = indices.subarray(i * k, (i + 1) * k).filter((other) => other >= 0 && labels[other] >= 0);
    const of = result.subarray(i * classes, (i + 1) * classes);
    for (let j = 0; j < classes; j++) of[j] = shares[j] / (near.length + 1);
    for (const other of near) of[labels[other]] += 1 / (near.length + 1);
  }
  return result;
}

/** sqrt(p q) of each class, normalised. */
function geometricMean(p: Float32Array, q: Float32Array, classes: number): Float32Array {
  const result = p.map((value, i) => Math.sqrt(value * q[i]));
  for (let begin = 0; begin < result.length; begin += classes) {
    const of = result.subarray(begin, begin + classes);
    const sum = of.reduce((a, b) => a + b, 0);
    if (sum > 0) of.set(of.map((value) => value / sum));
  }
  return result;
}
