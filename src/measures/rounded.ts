/** A setting to four digits, as it is told. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
