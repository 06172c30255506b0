import type { RunConfig } from '../protocol/config';
import type { DataSummary } from '../protocol/data';
import type { Sentence } from '../protocol/errors';
import type { Measured, MeasuredValue } from '../protocol/measures';
import type { EpochMetrics, RunStatus } from '../protocol/run';

/** What rules are judged by. While a run trains there are its curves alone; the rest comes with its measures. */
export interface Evidence {
  readonly config: RunConfig;
  readonly data: Pick<DataSummary, 'kind' | 'shape'>;
  readonly status: RunStatus;
  /** Why training has failed. */
  readonly failure?: Sentence;
  /** One row an epoch, ascending. */
  readonly history: readonly EpochMetrics[];
  readonly trainingExamples: number;
  readonly validationExamples: number;
  readonly measured?: readonly Measured[];
  readonly facts?: DataFacts;
}

/** What measures do not say of the data and of the decoder. Of the examples that were looked at. */
export interface DataFacts {
  /** Of pixels: the share that is 0 or 1, and the share that is between 0.1 and 0.9. Absent of other data. */
  readonly pixels?: { readonly ends: number; readonly middle: number };
  /** Of standardised columns: the one whose value is farthest from its mean, in standard deviations. */
  readonly farthest?: { readonly column: string; readonly deviations: number };
  /** Judged examples that equal one of those that were trained on, and how many were looked at. */
  readonly known?: { readonly count: number; readonly examples: number };
  /** Of a Gaussian likelihood that learns its variances: how many have come down to the least that there is, e^-12. */
  readonly leastVariances?: { readonly count: number; readonly features: number };
  /** Draws of the aggregate posterior against as many of the prior, by the maximum mean discrepancy. */
  readonly prior?: { readonly value: number; readonly error: number; readonly pValue: number };
}

/** A measured number by its name, and of what it is; undefined where there is none. */
export function measuredValue(
  { measured = [] }: Pick<Evidence, 'measured'>,
  name: string,
  of?: string,
): (MeasuredValue & { readonly value: number }) | undefined {
  const found = measured
    .flatMap(({ values }) => values)
    .find((value) => value.name === name && (of === undefined || value.of === of) && value.value !== null);
  return found && { ...found, value: found.value as number };
}

/** Numbers of one example. Of text, whose places count, its length. */
export function placesOf({ data: { kind, shape } }: Pick<Evidence, 'data'>): number {
  return kind === 'text' ? shape[0] : shape.reduce((product, size) => product * size, 1);
}

/** How far one number is above another, in standard errors of their difference; without errors as many as one likes. */
export function errorsApart(
  above: { readonly value: number; readonly error: number | null },
  below: { readonly value: number; readonly error: number | null },
): number {
  const error = Math.hypot(above.error ?? 0, below.error ?? 0);
  const difference = above.value - below.value;
  return error > 0 ? difference / error : Math.sign(difference) * Number.POSITIVE_INFINITY || 0;
}
