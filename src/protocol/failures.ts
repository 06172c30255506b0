import type { SourceLocation } from './data';
import type { ByWeights, OfWeights } from './trainer';

/**
 * What can be wrong with an example. reconstruction, kl: the loss is high. gap: it is held out, and its loss is far above that of the
 * training examples around it. duplicate: it equals an earlier one. nearDuplicate: it nearly does, in the data and in the codes. label: a
 * probe that has not seen it and its neighbours say another class. support: nothing is like it, in the data or in the codes.
 */
export const failureKinds = ['label', 'duplicate', 'nearDuplicate', 'support', 'reconstruction', 'kl', 'gap'] as const;
export type FailureKind = (typeof failureKinds)[number];

/** Why a kind says nothing of a run. */
export type FailureAbsence = 'noKl' | 'noLabels' | 'fewLabels' | 'manyLabels' | 'noValidation' | 'fewExamples';

export interface Failure {
  readonly index: number;
  /** Its number, from 0, in the data as they are read without a list of what to leave out; null: it is of other data, to validate with. */
  readonly row: number | null;
  /** Of its kind; see `FailureList`. */
  readonly score: number;
  /** It is so far from what is usual that somebody should look at it. */
  readonly isLikely: boolean;
  /** The example that it is a duplicate of. */
  readonly other?: number;
  /** Its label, and the one that it should likely have; of duplicates that of the other where they are not the same. */
  readonly given?: string;
  readonly likely?: string;
  readonly source: SourceLocation | null;
  /** What somebody has decided since the run was trained; the host knows it. */
  readonly correction?: Correction;
}

/** What somebody decides about an example: it is left out, gets another label, or is right as it is. */
export type Correction =
  | { readonly kind: 'exclude' }
  | { readonly kind: 'relabel'; readonly label: string }
  | { readonly kind: 'right' };

/**
 * The failures of a kind, the worst first. What a score is: reconstruction, kl: nats. gap: nats above the mean of the training examples
 * among its nearest codes. duplicate: 0. nearDuplicate: its distance by the usual one between nearest examples, from 0 (the same) up.
 * label: p(given label), 0 to 1. support: interquartile ranges above the median, of -log q(z) (or of the distance to the nearest codes,
 * where a model has no density) or of the distance to the likest input among these.
 */
export interface FailureList {
  readonly kind: FailureKind;
  /** Why there are none. */
  readonly absence?: FailureAbsence;
  /** How many are likely. */
  readonly likely: number;
  /** Examples of classes with too few members to be judged by; of labels alone. */
  readonly unjudged?: number;
  readonly failures: readonly Failure[];
}

export interface Failures extends OfWeights {
  readonly lists: readonly FailureList[];
}

/** Data, as corrections of them know them. */
export interface CorrectableData {
  readonly name: string;
  /** All of them, those that a list leaves out, too. */
  readonly examples: number;
  /** Of all. */
  readonly fingerprint: string;
}

export interface FailureMethods {
  /** At most `top` of each kind. @throws UserError why the data are not there */
  failures(params: ByWeights & { readonly kinds?: readonly FailureKind[]; readonly top: number }): Failures;
}

/** What the panel may have written and shown of failures; the host does it. */
export interface CorrectionMethods {
  /**
   * Writes what is decided about an example (null: nothing any more) to the configuration beside the data, and answers its path.
   * @throws UserError corrections.*, config.invalid
   */
  correct(params: { readonly row: number; readonly correction: Correction | null }): { readonly file: string };
  /** Shows likely failures as problems of the editor, and answers how many. */
  showProblems(params: Record<string, never>): { readonly problems: number };
}

export interface CorrectionEvents {
  /** Somebody has decided something about an example, here or in an editor; null: nothing any more. */
  corrected(params: { readonly row: number; readonly correction: Correction | null }): void;
}
