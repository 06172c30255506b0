/** 1/3/24 */
const shortest = 6;
const longest = 40;
/** Years of two digits are from 1969 to 2068, as POSIX has them. */
const firstShortYear = 69;

/** Whether 3/4/2020 is a day in March or in April. */
export type DateOrder = 'month-first' | 'day-first';

export interface CellDate {
  /** Since 1970-01-01T00:00Z; a time without a zone counts as UTC. */
  readonly seconds: number;
  readonly hasTime: boolean;
  /** The order that the cell proves; `unknown` where it could be either, absent where it does not matter. */
  readonly order?: DateOrder | 'unknown';
}

const time =
  '(?:[T ,]+(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?' +
  ' ?(?<half>[AaPp][Mm])? ?(?<zone>Z|z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?)?$';
const yearFirst = new RegExp(`^(?<year>\\d{4})([-/.])(?<month>\\d{1,2})\\2(?<day>\\d{1,2})${time}`);
const yearLast = new RegExp(`^(?<left>\\d{1,2})(?<sign>[-/.])(?<right>\\d{1,2})\\k<sign>(?<year>\\d{4})${time}`);
/** As spreadsheets in America show dates; with other signs it may be the number of a version. */
const shortYear = new RegExp(`^(?<left>\\d{1,2})(?<sign>/)(?<right>\\d{1,2})/(?<year>\\d{2})${time}`);
const dayMonthName = new RegExp(`^(?<day>\\d{1,2})\\.?[ -](?<name>[A-Za-z]{3,9})\\.?[ ,-]+(?<year>\\d{4})${time}`);
const monthNameDay = new RegExp(`^(?<name>[A-Za-z]{3,9})\\.? (?<day>\\d{1,2}),? (?<year>\\d{4})${time}`);

const months = 'january february march april may june july august september october november december'.split(' ');

/**
 * The date in a cell, with a time or without: 2020-03-31, 2020/3/31, 31.3.2020, 3/31/2020, 3/31/20, 31 Mar 2020, March 31, 2020;
 * 14:30, 14:30:05.5, 2:30 PM, and a zone as Z or +01:00. Undefined for anything else.
 * @param order How to read what could be either.
 */
export function parseDate(bytes: Buffer, start: number, end: number, order: DateOrder): CellDate | undefined {
  if (end - start < shortest || end - start > longest) return undefined;
  const plain = plainDate(bytes, start, end);
  if (plain) return plain;
  const text = bytes.toString('latin1', start, end);
  const found = (
    yearFirst.exec(text) ??
    yearLast.exec(text) ??
    shortYear.exec(text) ??
    dayMonthName.exec(text) ??
    monthNameDay.exec(text)
  )?.groups;
  if (!found) return undefined;
  const year = yearOf(found.year);
  if (found.left === undefined) {
    const month = found.name === undefined ? Number(found.month) : monthOf(found.name);
    return dateOf(year, month, Number(found.day), found);
  }
  const left = Number(found.left);
  const right = Number(found.right);
  if (found.sign === '.') return dateOf(year, right, left, found);
  const proven = left > 12 ? 'day-first' : right > 12 ? 'month-first' : undefined;
  const dayFirst = (proven ?? order) === 'day-first';
  const date = dateOf(year, dayFirst ? right : left, dayFirst ? left : right, found);
  return date && (proven || left !== right) ? { ...date, order: proven ?? 'unknown' } : date;
}

function yearOf(written: string): number {
  const year = Number(written);
  if (written.length > 2) return year;
  return year < firstShortYear ? 2000 + year : 1900 + year;
}

const zero = 48;
const hyphen = 45;
const colon = 58;
const space = 32;
const letterT = 84;

/** 2020-03-31, 2020-03-31 14:30 and 2020-03-31T14:30:05, which are the most frequent by far, without a string. */
function plainDate(bytes: Buffer, start: number, end: number): CellDate | undefined {
  const length = end - start;
  if (length !== 10 && length !== 16 && length !== 19) return undefined;
  if (bytes[start + 4] !== hyphen || bytes[start + 7] !== hyphen) return undefined;
  const year = 100 * twoDigits(bytes, start) + twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  // Days that not all months have are for the calendar to judge. What is no digit makes all of it NaN.
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28)) return undefined;
  const midnight = 86_400 * daysSince1970(year, month, day);
  if (length === 10) return { seconds: midnight, hasTime: false };
  if (bytes[start + 10] !== space && bytes[start + 10] !== letterT) return undefined;
  if (bytes[start + 13] !== colon || (length === 19 && bytes[start + 16] !== colon)) return undefined;
  const hour = twoDigits(bytes, start + 11);
  const minute = twoDigits(bytes, start + 14);
  const second = length === 19 ? twoDigits(bytes, start + 17) : 0;
  if (!(hour < 24 && minute < 60 && second < 60)) return undefined;
  return { seconds: midnight + 3600 * hour + 60 * minute + second, hasTime: true };
}

function twoDigits(bytes: Buffer, at: number): number {
  const tens = bytes[at] ^ zero;
  const ones = bytes[at + 1] ^ zero;
  return tens < 10 && ones < 10 ? 10 * tens + ones : Number.NaN;
}

/** In the proleptic Gregorian calendar, the year counted from March, so that leap days are its last. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return 365 * marchYear + leapDays + dayOfYear - daysBefore1970;
}

/** From 1 March of the year 0. */
const daysBefore1970 = 719_468;

function monthOf(name: string): number {
  const lower = name.toLowerCase();
  return months.findIndex((month) => month.startsWith(lower)) + 1;
}

function dateOf(
  year: number,
  month: number,
  day: number,
  clock: Record<string, string | undefined>,
): CellDate | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (month < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const midnight = date.getTime() / 1000;
  if (clock.hour === undefined) return { seconds: midnight, hasTime: false };
  const ofDay = secondsOfDay(clock);
  if (ofDay === undefined) return undefined;
  return { seconds: withFraction(midnight + ofDay - zoneSeconds(clock.zone), clock.fraction ?? ''), hasTime: true };
}

/** Whole seconds of a time of day. */
function secondsOfDay({ hour, minute, second, half }: Record<string, string | undefined>): number | undefined {
  const written = Number(hour);
  if (half !== undefined && (written < 1 || written > 12)) return undefined;
  const afternoon = half?.toLowerCase() === 'pm';
  const hours = half === undefined ? written : (written % 12) + (afternoon ? 12 : 0);
  const minutes = Number(minute);
  const seconds = Number(second ?? 0);
  return hours > 23 || minutes > 59 || seconds > 59 ? undefined : hours * 3600 + minutes * 60 + seconds;
}

/** The nearest double, to the microsecond at least. */
function withFraction(seconds: number, fraction: string): number {
  const parts = 10 ** fraction.length;
  const count = seconds * parts + Number(fraction);
  return Number.isSafeInteger(count) ? count / parts : seconds + Number(fraction) / parts;
}

function zoneSeconds(zone: string | undefined): number {
  const offset = zone && /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!offset) return 0;
  const [, sign, hours, minutes = '0'] = offset;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}
