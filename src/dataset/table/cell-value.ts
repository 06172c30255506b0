const zero = 48;
const nine = 57;
const point = 46;
const comma = 44;
const plus = 43;
const minus = 45;
const lowerE = 101;

/** Powers of ten that doubles hold exactly. */
const powers = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** What people write where a value is missing, in lower case, packed into a number. */
const missingWords = new Set(['?', 'na', 'n/a', 'nan', '-nan', 'null', '#n/a', '<na>'].map((word) => pack(word)));
const infiniteWords = new Set(['inf', 'infinity']);

/** Is the cell empty, or does it say NA, N/A, NaN, null or ?, in any case? */
export function isMissing(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length === 0) return true;
  if (length > 4) return false;
  let word = 0;
  for (let i = start; i < end; i++) word = word * 256 + lowerCase(bytes[i]);
  return missingWords.has(word);
}

function pack(word: string): number {
  return Array.from(word).reduce((packed, letter) => packed * 256 + letter.charCodeAt(0), 0);
}

function lowerCase(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

/**
 * The decimal number in a cell, exactly as `Number` would read it: digits with a point (or, where `decimal` says so, a
 * comma), a sign and an exponent. Infinite for `inf` and what exceeds a double; NaN for anything else.
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number, decimal: '.' | ','): number {
  const pointByte = decimal === '.' ? point : comma;
  let p = start;
  const negative = bytes[p] === minus;
  if (negative || bytes[p] === plus) p++;
  let mantissa = 0;
  let digits = 0;
  let decimals = 0;
  for (let seenPoint = false; p < end; p++) {
    const byte = bytes[p];
    if (byte >= zero && byte <= nine) {
      mantissa = mantissa * 10 + (byte - zero);
      digits++;
      if (seenPoint) decimals++;
    } else if (byte === pointByte && !seenPoint) seenPoint = true;
    else break;
  }
  if (digits === 0) return infinityIn(bytes, p, end, negative);
  let exponent = 0;
  if (p < end) {
    if (lowerCase(bytes[p]) !== lowerE) return Number.NaN;
    const exponentStart = ++p;
    const negativeExponent = bytes[p] === minus;
    if (negativeExponent || bytes[p] === plus) p++;
    const firstDigit = p;
    for (; p < end && bytes[p] >= zero && bytes[p] <= nine; p++) exponent = exponent * 10 + (bytes[p] - zero);
    if (p < end || p === firstDigit || exponentStart === end) return Number.NaN;
    if (negativeExponent) exponent = -exponent;
  }
  exponent -= decimals;
  // Both factors are exact here, so that one correctly rounded operation gives the nearest double (Clinger 1990).
  if (mantissa <= Number.MAX_SAFE_INTEGER && exponent >= -22 && exponent <= 22) {
    const value = exponent < 0 ? mantissa / powers[-exponent] : mantissa * powers[exponent];
    return negative ? -value : value;
  }
  let text = '';
  for (let i = start; i < end; i++) text += bytes[i] === pointByte ? '.' : String.fromCharCode(bytes[i]);
  return Number(text);
}

function infinityIn(bytes: Uint8Array, start: number, end: number, negative: boolean): number {
  if (end - start !== 3 && end - start !== 8) return Number.NaN;
  let word = '';
  for (let i = start; i < end; i++) word += String.fromCharCode(lowerCase(bytes[i]));
  if (!infiniteWords.has(word)) return Number.NaN;
  return negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
