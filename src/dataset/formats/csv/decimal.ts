/** Powers of ten that doubles hold exactly. */
export const exactPowers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** 10^n as the double next to it and what that leaves over: exact to 106 bits. */
const powerHighs: number[] = [];
const powerLows: number[] = [];
for (let exponent = 0; exponent < 64; exponent++) {
  const power = 10n ** BigInt(exponent);
  const high = Number(power);
  powerHighs.push(high);
  powerLows.push(Number(power - BigInt(high)));
}

/**
 * The double nearest to (head * 10^tailDigits + tail) / 10^decimals, or NaN where that cannot be told without more
 * precision. Division in double-double arithmetic (Dekker 1971), exact to some 100 bits, and Ziv's test (1991) whether
 * these settle the rounding to 53.
 * @param head Exact, that is below 2^53.
 * @param tail Below 10^tailDigits.
 * @param tailDigits 0 to 9.
 * @param decimals At least 0.
 */
export function nearestQuotient(head: number, tail: number, tailDigits: number, decimals: number): number {
  if (decimals >= powerHighs.length) return Number.NaN;
  const shift = exactPowers[tailDigits];
  const product = head * shift;
  const dividend = product + tail;
  const dividendLow = productError(head, shift, product) + sumError(product, tail, dividend);

  const divisor = powerHighs[decimals];
  const quotient = dividend / divisor;
  const back = quotient * divisor;
  const rest = dividend - back - productError(quotient, divisor, back) + (dividendLow - quotient * powerLows[decimals]);
  const correction = rest / divisor;
  const sum = quotient + correction;
  const error = correction - (sum - quotient);
  return sum === sum + error * 1.0000001 ? sum : Number.NaN;
}

const zero = 48;
const tenToNine = 1_000_000_000;
/** With nine more digits, it still is exact. */
const largestWhole = Math.floor(Number.MAX_SAFE_INTEGER / tenToNine) - 1;

/**
 * The double nearest to whole + 0.d1 d2 …, the 10 to 18 digits at start..end; NaN as `nearestQuotient`, and where
 * `whole` is too large.
 */
export function nearestDecimal(whole: number, bytes: Uint8Array, start: number, end: number): number {
  const decimals = end - start;
  if (whole > largestWhole || decimals > 18) return Number.NaN;
  const middle = start + 9;
  let first = 0;
  for (let p = start; p < middle; p++) first = (Math.imul(first, 10) + (bytes[p] ^ zero)) | 0;
  let second = 0;
  for (let p = middle; p < end; p++) second = (Math.imul(second, 10) + (bytes[p] ^ zero)) | 0;
  return nearestQuotient(whole * tenToNine + first, second, decimals - 9, decimals);
}

/** a + b - sum, exactly (Knuth). */
function sumError(a: number, b: number, sum: number): number {
  const virtual = sum - a;
  return a - (sum - virtual) + (b - virtual);
}

const splitter = 2 ** 27 + 1;

/** a * b - product, exactly (Veltkamp, Dekker). */
function productError(a: number, b: number, product: number): number {
  const scaledA = splitter * a;
  const highA = scaledA - (scaledA - a);
  const lowA = a - highA;
  const scaledB = splitter * b;
  const highB = scaledB - (scaledB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}
