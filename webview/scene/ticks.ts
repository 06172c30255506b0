/** The next of 1, 2, 5 times a power of ten that is at least `least`. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const digit = [1, 2, 5].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return digit * power;
}

/** The multiples of `step` from `low` to `high`. */
export function ticks(low: number, high: number, step: number): readonly number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const count = Math.max(0, last - first + 1);
  // `+ 0` makes of -0 a 0.
  return Array.from({ length: count }, (_, i) => (first + i) * step + 0);
}

/** A tick's value with as many decimals as its step needs. */
export function tickText(value: number, step: number): string {
  const power = Math.floor(Math.log10(step) + 1e-9);
  if (Math.abs(power) > 4) return value === 0 ? '0' : value.toExponential(1).replace('e+', 'e').replaceAll('-', '−');
  return value.toFixed(Math.max(0, -power)).replace('-', '−');
}
