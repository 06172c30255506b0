/** Powers of ten that doubles hold exactly. */
const powers = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** The double nearest to unscaled / 10^scale. */
export function decimalNumber(unscaled: bigint, scale: number): number {
  const value = Number(unscaled);
  // Both are exact here, so that one correctly rounded division gives the nearest double (Clinger 1990).
  if (Number.isSafeInteger(value) && scale >= 0 && scale < powers.length) return value / powers[scale];
  return Number(`${unscaled}e${-scale}`);
}

/** The integer in two's complement at bytes[start..end), highest byte first. */
export function signedBigEndian(bytes: Buffer, start: number, end: number): bigint {
  if (end === start) return 0n;
  return BigInt.asIntN((end - start) * 8, BigInt(`0x${bytes.toString('hex', start, end)}`));
}
