import type { Finding } from '../protocol/advice';
import type { SentenceCode } from '../protocol/sentences';
import type { Evidence } from './evidence';

export type { Advice, Change, Finding } from '../protocol/advice';

/** A rule that a person can read: when it holds, why that matters, and who says so. */
export interface Rule {
  readonly why: SentenceCode;
  /** Authors, year, and the place. */
  readonly source?: string;
  /** Null where it does not hold, or cannot be told yet. */
  judge(evidence: Evidence): Finding | null;
}

/** A number for a sentence: three digits that count. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const digits = Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
  return String(digits).replace('-', '−');
}

/** A number with its standard error. */
export function withError({ value, error }: { readonly value: number; readonly error: number | null }): string {
  return error === null ? figure(value) : `${figure(value)} ± ${Number(error.toPrecision(2))}`;
}

/** A share in percent. */
export function percent(share: number): string {
  return `${figure(100 * share)} %`;
}
