/** The shortest decimal that is read back as this float32: 0.1, not 0.10000000149011612. */
export function floatText(value: number): string {
  // All of these are exact.
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return String(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}
