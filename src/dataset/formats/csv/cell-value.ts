import { exactPowers, nearestQuotient } from './decimal';

const zero = 48;
const point = 46;
const comma = 44;
const plus = 43;
const minus = 45;
const lowerD = 100;
const lowerE = 101;

/** As many digits make a number that a double holds exactly. */
const headDigits = 15;
/** As many digits are read without `Number`. */
const mostDigits = headDigits + 9;

/**
 * What people and programs write where a value is missing, packed into numbers. As it is written: Na is sodium, and
 * Nan a name.
 */
const missingWords = new Set(
  '? NA na N/A n/a NaN nan NAN -NaN -nan NULL Null null None #N/A #NA <NA>'.split(' ').map((word) => pack(word)),
);
const infiniteWords = new Set(['inf', 'infinity']);

/** Is the cell empty, or does it say NA, N/A, NaN, null, None, #N/A, <NA> or ?, in the usual cases? */
export function isMissing(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length === 0) return true;
  if (length > 4) return false;
  let word = 0;
  for (let i = start; i < end; i++) word = word * 256 + bytes[i];
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
 * comma), a sign and an exponent, which may be Fortran's (1D+00). Infinite for `inf` and what exceeds a double; NaN for anything else.
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number, decimal: '.' | ','): number {
  const pointByte = decimal === '.' ? point : comma;
  let p = start;
  const negative = bytes[p] === minus;
  if (negative || bytes[p] === plus) p++;
  const first = p;
  // Significant digits: the first fifteen as one exact number, up to nine more as another.
  let head = 0;
  let tail = 0;
  let significant = 0;
  let pointAt = -1;
  for (; p < end; p++) {
    const digit = bytes[p] ^ zero;
    if (digit < 10) {
      if (significant < headDigits) {
        head = head * 10 + digit;
        if (head > 0) significant++;
      } else if (significant++ < mostDigits) tail = tail * 10 + digit;
    } else if (bytes[p] === pointByte && pointAt < 0) pointAt = p;
    else break;
  }
  const digits = p - first - (pointAt < 0 ? 0 : 1);
  if (digits === 0) return infinityIn(bytes, p, end, negative);
  let exponent = pointAt < 0 ? 0 : pointAt + 1 - p;
  if (p < end) {
    const letter = lowerCase(bytes[p++]);
    const negativeExponent = bytes[p] === minus;
    // Fortran's exponents always have a sign; 12D3 is a name.
    if (letter !== lowerE && !(letter === lowerD && (negativeExponent || bytes[p] === plus))) return Number.NaN;
    if (negativeExponent || bytes[p] === plus) p++;
    const firstDigit = p;
    let written = 0;
    for (; p < end && (bytes[p] ^ zero) < 10; p++) written = written * 10 + (bytes[p] ^ zero);
    if (p < end || p === firstDigit) return Number.NaN;
    exponent += negativeExponent ? -written : written;
  }
  const value = nearest(head, tail, significant, exponent);
  if (Number.isNaN(value)) return numberOf(bytes, start, end, pointByte);
  return negative ? -value : value;
}

/** Is the number in a cell, which `parseNumber` has read, written as a whole one: by digits alone? */
export function isWhole(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] === minus || bytes[start] === plus ? start + 1 : start;
  for (let p = first; p < end; p++) if ((bytes[p] ^ zero) >= 10) return false;
  return true;
}

/** head * 10^exponent, `head` continued by the digits of `tail`; NaN where that takes more than doubles. */
function nearest(head: number, tail: number, significant: number, exponent: number): number {
  // Both factors are exact here, so that one correctly rounded operation gives the nearest double (Clinger 1990).
  if (significant <= headDigits && exponent >= -22 && exponent <= 22) {
    return exponent < 0 ? head / exactPowers[-exponent] : head * exactPowers[exponent];
  }
  if (significant > mostDigits || exponent > 0) return Number.NaN;
  return nearestQuotient(head, tail, Math.max(0, significant - headDigits), -exponent);
}

function numberOf(bytes: Uint8Array, start: number, end: number, pointByte: number): number {
  let text = '';
  for (let i = start; i < end; i++) text += bytes[i] === pointByte ? '.' : String.fromCharCode(bytes[i]);
  return Number(text.replace(/d/i, 'e'));
}

function infinityIn(bytes: Uint8Array, start: number, end: number, negative: boolean): number {
  if (end - start !== 3 && end - start !== 8) return Number.NaN;
  let word = '';
  for (let i = start; i < end; i++) word += String.fromCharCode(lowerCase(bytes[i]));
  if (!infiniteWords.has(word)) return Number.NaN;
  return negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
