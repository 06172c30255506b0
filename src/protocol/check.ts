import * as v from 'valibot';
import type { DataConfig } from './config';
import { type MeasuredPart, measureNames } from './measures';
import type { WeightsInUse } from './run';
import type { ChosenModel } from './trainer';

/** How the name of a file with expectations of a run ends. */
export const checkEnding = '.latentcheck.json';
export const checkVersion = 1;

/** In what the codes of two runs may agree: see `CodeComparison`. */
export const agreements = ['neighbours', 'cka', 'procrustes', 'distances'] as const;
export type Agreement = (typeof agreements)[number];

const finite = v.pipe(v.number(), v.finite());
const name = v.pipe(v.string(), v.minLength(1));
const bounds = {
  atLeast: v.optional(v.pipe(finite, v.description('The value must not be below it.'))),
  atMost: v.optional(v.pipe(finite, v.description('The value must not be above it.'))),
};

/** That a measure has a value within bounds. */
export const MeasureExpectation = v.strictObject({
  measure: v.pipe(v.picklist(measureNames), v.description('As latent-lens measure names it. See docs/measures.md.')),
  value: v.optional(
    v.pipe(
      name,
      v.description(
        'Which of its values, where it has several, such as mmd-gaussian. By default that of its own name.',
      ),
    ),
  ),
  of: v.optional(
    v.pipe(
      name,
      v.description('Of what: codes, pca, samples, examples, a layout, a column. By default what is of the model.'),
    ),
  ),
  ...bounds,
});

/** That the codes agree with those of another run. */
export const AgreementExpectation = v.strictObject({
  agreement: v.pipe(
    v.picklist(agreements),
    v.description(
      'With the codes of another run: the share of nearest neighbours that are the same, linear CKA, what a Procrustes alignment leaves, or the correlation of distances.',
    ),
  ),
  run: v.pipe(
    name,
    v.description('The folder of the other run, as one goes there from this file; it may end in @ and an epoch.'),
  ),
  ...bounds,
});

/** What a run is expected to be, as a file says it. */
export const CheckFile = v.strictObject({
  $schema: v.optional(v.string()),
  version: v.literal(checkVersion),
  fingerprint: v.optional(
    v.pipe(v.string(), v.description('Of the examples that are judged: others are refused. Leave it out for any.')),
  ),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.description('Same seed, same values.'))),
  samples: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.description('Draws of z that log p(x) is estimated from.')),
  ),
  expect: v.pipe(v.array(v.union([MeasureExpectation, AgreementExpectation])), v.minLength(1)),
});

export type MeasureExpectation = Readonly<v.InferOutput<typeof MeasureExpectation>>;
export type AgreementExpectation = Readonly<v.InferOutput<typeof AgreementExpectation>>;
export type Expectation = MeasureExpectation | AgreementExpectation;
export type CheckFile = Readonly<v.InferOutput<typeof CheckFile>>;

export function isAgreement(expectation: Expectation): expectation is AgreementExpectation {
  return 'agreement' in expectation;
}

/** What came of an expectation. */
export interface Outcome {
  readonly expectation: Expectation;
  /** What was looked at, in few words: `elbo`, `mmd-gaussian of samples`, `neighbours with baseline`. */
  readonly what: string;
  readonly value: number;
  /** The standard error; null where none is known. */
  readonly error: number | null;
  /** The bound that it does not keep, else the one that it is nearer to. */
  readonly bound: { readonly side: 'atLeast' | 'atMost'; readonly threshold: number };
  readonly isMet: boolean;
  readonly seconds: number;
}

export interface CheckParams extends ChosenModel {
  /** What is judged; without it the examples that the run holds out, or all where it holds out none. */
  readonly data?: DataConfig;
  readonly reference?: DataConfig;
  /** The path of a file as `CheckFile` has it. */
  readonly expect: string;
}

export interface CheckReport {
  readonly run: string;
  readonly weights: WeightsInUse;
  readonly judged: MeasuredPart;
  readonly outcomes: readonly Outcome[];
}

/** How far a value is on the right side of its bound, in standard errors; below 0 on the wrong one. Null where there is no error. */
export function marginOf({ value, error, bound: { side, threshold } }: Outcome): number | null {
  const margin = side === 'atLeast' ? value - threshold : threshold - value;
  return error !== null && error > 0 ? margin / error : null;
}
