import type { ViewedValues } from '../../src/protocol/view';

/** What the values of a column are, by which they are written. */
export interface ValueKind {
  readonly type: 'numeric' | 'category' | 'date' | 'text';
  /** By NumPy's name. */
  readonly dtype: string;
}

/** Doubles beyond this may stand for other whole numbers than the file's. */
const largestExact = 2 ** 53;

/** Half of the distance to the next number of a type, as a share of the number, at least. */
const halfSteps: Readonly<Record<string, number>> = { float32: 2 ** -25, float16: 2 ** -12 };

/** Digits of fractions that a column has room for. */
const usualDigits = 6;

/** A value with as many digits as a column has room for; null where it is missing. */
export function cellText(values: ViewedValues, at: number, kind: ValueKind): string | null {
  const value = values[at];
  const isFraction = typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value);
  if (!isFraction || kind.type === 'date') return valueText(values, at, kind);
  const exact = valueText(values, at, kind);
  const short = withMinus(String(Number(value.toPrecision(usualDigits))));
  return exact !== null && exact.length < short.length ? exact : short;
}

/** A value as a person would write it into a file; null where it is missing. */
export function valueText(values: ViewedValues, at: number, kind: ValueKind): string | null {
  const value = values[at];
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return withMinus(String(value));
  if (Number.isNaN(value)) return null;
  if (kind.type === 'date') return dateText(value, kind.dtype);
  if (kind.dtype === 'bool') return value === 0 ? 'false' : 'true';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const isRounded = /^u?int64$/.test(kind.dtype) && Math.abs(value) >= largestExact;
  return (isRounded ? '≈ ' : '') + withMinus(numberText(value, kind.dtype));
}

/** The fewest digits that tell a number from its neighbours in its type. */
function numberText(value: number, dtype: string): string {
  const halfStep = halfSteps[dtype];
  if (halfStep === undefined) return String(value);
  for (let digits = 1; digits < 17; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.abs(text - value) <= Math.abs(value) * halfStep) return String(text);
  }
  return String(value);
}

/** Days since 1970, or seconds, in ISO 8601. */
function dateText(value: number, dtype: string): string {
  const isDays = dtype === 'datetime64[D]';
  const date = new Date(value * (isDays ? 86_400_000 : 1000));
  if (Number.isNaN(date.getTime())) return withMinus(String(value));
  const text = date.toISOString().replace('T', ' ').replace('Z', '');
  return isDays ? text.replace(/ .*/, '') : text.replace(/\.000$/, '');
}

function withMinus(text: string): string {
  return text.replace(/^-/, '−');
}
