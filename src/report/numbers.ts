import type { MeasuredValue } from '../protocol/measures';

/** To four digits that count. */
export function numberWords(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const words =
    size !== 0 && size < 1e-4
      ? value.toPrecision(2)
      : Number.isInteger(value)
        ? String(value)
        : size >= 1000
          ? value.toFixed(0)
          : String(Number(value.toPrecision(4)));
  return words.replace('-', '−');
}

type Estimate = Pick<MeasuredValue, 'value' | 'error'>;

/** A value to as many places as its standard error, which has two digits that count. */
export function estimateWords({ value, error }: Estimate): string {
  if (value === null || error === null || error === 0 || !Number.isFinite(error)) return numberWords(value);
  const places = Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(error))));
  return `${value.toFixed(places).replace('-', '−')} ± ${error.toFixed(places)}`;
}

/** How far two values are apart, with the standard error of that; null where one of them is not known. */
export function difference(
  value: Estimate,
  from: Estimate,
): { readonly value: number; readonly error: number | null } | null {
  if (value.value === null || from.value === null) return null;
  const error = value.error === null || from.error === null ? null : Math.hypot(value.error, from.error);
  return { value: value.value - from.value, error };
}

/** Whether it is more than two standard errors; null where these are not known. */
export function isBeyondErrors({
  value,
  error,
}: {
  readonly value: number;
  readonly error: number | null;
}): boolean | null {
  return error === null || error === 0 ? null : Math.abs(value) > 2 * error;
}
