import type { Expectation, Outcome } from '../protocol/check';

/** Whether a value is as expected: by itself, whatever its error is; which says how sure that is. */
export function judge(
  expectation: Expectation,
  { what, value, error, seconds }: Pick<Outcome, 'what' | 'value' | 'error' | 'seconds'>,
): Outcome {
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = expectation;
  const isNearerToLeast = value - atLeast < atMost - value;
  const bound = isNearerToLeast
    ? ({ side: 'atLeast', threshold: atLeast } as const)
    : ({ side: 'atMost', threshold: atMost } as const);
  return { expectation, what, value, error, bound, isMet: value >= atLeast && value <= atMost, seconds };
}
