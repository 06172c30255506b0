/** A way to write numbers: what stands between thousands, and what before the decimals. */
interface Notation {
  /** A character, or none. */
  readonly group: string;
  readonly decimal: '.' | ',';
}

const notations: readonly Notation[] = [
  { group: ',', decimal: '.' },
  { group: '.', decimal: ',' },
  { group: ' ', decimal: '.' },
  { group: ' ', decimal: ',' },
  { group: "'", decimal: '.' },
  { group: "'", decimal: ',' },
  { group: '_', decimal: '.' },
];
const allNotations = (1 << notations.length) - 1;

/** Thousands in threes, or in twos as in India, or none. */
const digitsOf = notations.map(({ group, decimal }) => {
  const [g, d] = [`\\${group}`, `\\${decimal}`];
  const grouped = `[1-9]\\d{0,2}(?:${g}\\d{3})+|[1-9]\\d?(?:${g}\\d\\d)+${g}\\d{3}`;
  return new RegExp(`^(?:(?:${grouped}|0|[1-9]\\d*)(?:${d}\\d*)?|${d}\\d+)(?:e[+-]?\\d+)?$`, 'i');
});

const money =
  /^(?:[A-Z]{0,3}\$|[€£¥₹₽₩₺₫₴₦₱฿¢元円]|USD|EUR|GBP|JPY|CNY|RMB|INR|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RUB|TRY|BRL|MXN|ZAR|KRW|SGD|HKD|Rs\.?|kr\.?|zł|Kč)$/i;
/** Behind a number: per cent, currencies, and units. A letter alone may be part of a code, such as 12A. */
const behind =
  /^(?:[mgshdKVWJNLlt]|[^\w\s.,;:/\\()[\]{}"'<>=-]|[^\d\s.,;:/\\()[\]{}"'<>=-][^\d,;:()[\]{}"'<>=]{1,11})$/;
/** Blanks that programs put between thousands or before units. */
const otherBlanks = /[\u00a0\u2007\u2009\u202f]/g;
const longestCell = 48;
/** So many cells that are no such numbers are waited for before a column is given up. */
const patience = 3;
const mistakenShare = 0.1;

interface Parts {
  readonly isNegative: boolean;
  readonly digits: string;
  /** What stands before or behind the digits; empty where nothing does. */
  readonly affix: string;
}

/** The number in a cell, and what it is dressed in; null where there is none. */
function partsOf(cell: string): Parts | null {
  if (cell.length > longestCell) return null;
  const plain = cell.replace(otherBlanks, ' ').replaceAll('’', "'").replace(/^−/, '-').trim();
  // Accountants put what is negative in brackets.
  const bracketed = /^\((.+)\)$/.exec(plain);
  const text = bracketed ? bracketed[1] : plain;
  const found =
    /^([+-]?)\s*([^\d\s.,+-][^\d\s+-]{0,3}?)?\s*([+-]?)\s*((?:[.,]?\d)[\d.,'_ ]*?(?:e[+-]?\d+)?)\s*([^\d\s.,'_][^\d]*)?$/i.exec(
      text,
    );
  if (!found) return null;
  const [, outer, before = '', inner, digits, after = ''] = found;
  if ((before !== '' && (after !== '' || !money.test(before))) || (after !== '' && !behind.test(after))) return null;
  if (outer !== '' && inner !== '') return null;
  return { isNegative: bracketed !== null || outer === '-' || inner === '-', digits, affix: before || after };
}

/** How all numbers of a column are written. */
export interface Dress extends Notation {
  /** What stands at each of them, such as `%`, `$` or `kg`; empty where nothing does. */
  readonly affix: string;
  /** It says nothing of how much: plain numbers among them are as many. */
  readonly isMoney: boolean;
  /** A cell that is written so, the number that it is, and the one that it would be in another notation that fits all cells. */
  readonly example: { readonly text: string; readonly value: number; readonly other?: number };
}

/** The number in a cell of a column that is dressed so; NaN where it is none. */
export function undress(cell: string, { group, decimal, affix, isMoney }: Dress): number {
  const parts = partsOf(cell);
  const place = notations.findIndex((own) => own.group === group && own.decimal === decimal);
  if (!parts || !digitsOf[place].test(parts.digits)) return Number.NaN;
  const value = numberIn(parts, notations[place]);
  const isSame = parts.affix === affix || (parts.affix === '' && (isMoney || value === 0));
  return isSame ? value : Number.NaN;
}

function numberIn({ digits, isNegative }: Parts, { group, decimal }: Notation): number {
  const value = Number(digits.replaceAll(group, '').replace(decimal, '.'));
  return isNegative ? -value : value;
}

/** Is a cell by itself a number in any such dress? */
export function isDressed(cell: string): boolean {
  const parts = partsOf(cell);
  return parts !== null && digitsOf.some((pattern) => pattern.test(parts.digits));
}

/** Looks at the cells of a column that are no plain numbers: are they numbers in one dress, nearly all of them? */
export class DressSearch {
  private mistakes = 0;
  /** Those of the mistakes that are numbers, but dressed in something else. */
  private others = 0;
  /** The first of these. */
  private other: string | undefined;
  private fitting = 0;
  private affix = '';
  /** Cells without an affix, but for zeros. */
  private bare = 0;
  /** A bit for each notation in which all are numbers. */
  private possible = allNotations;
  /** The first cell, or the first that notations may read as different numbers. */
  private example: { readonly text: string; readonly parts: Parts } | undefined;

  /** Too many are not. */
  get isOver(): boolean {
    return this.mistakes > patience && this.mistakes > mistakenShare * this.fitting;
  }

  add(cell: string): void {
    const parts = partsOf(cell);
    const fitting = parts ? this.fittingTo(parts.digits) : 0;
    if (!parts || fitting === 0 || (parts.affix !== '' && this.affix !== '' && parts.affix !== this.affix)) {
      this.mistakes++;
      if (!parts) return;
      this.others++;
      this.other ??= cell;
      return;
    }
    this.fitting++;
    this.possible = fitting;
    if (parts.affix !== '') this.affix = parts.affix;
    else if (/[1-9]/.test(parts.digits)) this.bare++;
    const tells = (digits: string) => /[.,]/.test(digits);
    if (!this.example || (tells(parts.digits) && !tells(this.example.parts.digits)))
      this.example = { text: cell, parts };
  }

  /** Two cells, where all are numbers, but in different dresses. */
  get different(): readonly [string, string] | null {
    const { example, other, mistakes, others } = this;
    return example && other !== undefined && mistakes === others ? [example.text, other] : null;
  }

  /** The dress, where there is one. @param decimal The sign that plain numbers of the table have, which is preferred. */
  dress(decimal: '.' | ','): Dress | null {
    const { example, affix, bare, possible } = this;
    const isMoney = money.test(affix);
    if (!example || this.isOver || (affix !== '' && bare > 0 && !isMoney)) return null;
    const all = notations.filter((_, place) => (possible & (1 << place)) !== 0);
    const { text, parts } = example;
    // Money has no three decimals.
    const grouping = isMoney ? all.find(({ group }) => parts.digits.includes(group)) : undefined;
    const notation = grouping ?? all.find((own) => own.decimal === decimal) ?? all[0];
    const value = numberIn(parts, notation);
    const other = isMoney ? undefined : all.map((own) => numberIn(parts, own)).find((own) => own !== value);
    return { ...notation, affix, isMoney, example: { text, value, ...(other !== undefined && { other }) } };
  }

  /** Those of the notations that are still possible. */
  private fittingTo(digits: string): number {
    return digitsOf.reduce((fitting, pattern, place) => {
      const bit = 1 << place;
      return (this.possible & bit) !== 0 && pattern.test(digits) ? fitting | bit : fitting;
    }, 0);
  }
}

/** Are cells numbers in one dress, plain ones and missing ones among them? Not where all are plain. */
export function dressOf(
  cells: readonly string[],
  decimal: '.' | ',',
  isPlain: (cell: string) => boolean,
): Dress | null {
  const search = new DressSearch();
  for (const cell of cells) if (!isPlain(cell)) search.add(cell);
  const dress = search.dress(decimal);
  return dress && cells.every((cell) => isPlain(cell) || !Number.isNaN(undress(cell, dress))) ? dress : null;
}
