import type { Agreement } from '../protocol/check';
import type { CodeComparison } from '../protocol/compare';

/** How much the codes of two runs agree in one way, and its standard error where one is known; null where it cannot be said. */
export function agreementOf(
  agreement: Agreement,
  { cka, disparity, distances, overlap }: CodeComparison,
): { readonly value: number; readonly error: number | null } | null {
  if (agreement === 'neighbours') return overlap && { value: overlap.value, error: overlap.error };
  const value = { cka, procrustes: disparity, distances }[agreement];
  return value === null ? null : { value, error: null };
}
