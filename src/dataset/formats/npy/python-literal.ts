/** A value of Python as it is written in source: `None` is null, a tuple is told from a list. */
export type Literal =
  | string
  | bigint
  | number
  | boolean
  | null
  | readonly Literal[]
  | ReadonlyMap<Literal, Literal>
  | { readonly tuple: readonly Literal[] };

/** What is no literal, and where. */
export class LiteralError extends Error {
  /** `at` counts characters from the start of the text. */
  constructor(readonly at: number) {
    super(`no literal of Python at character ${at}`);
  }
}

const deepest = 50;
/** Python takes no more digits than that. */
const mostDigits = 4300;
const blank = /(?:[ \t\f\r\n]|#[^\r\n]*|\\\r?\n)*/y;
const integer = /(0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?0)*|[1-9](?:_?\d)*)(?![\w.])/y;
const longInteger = /(0|[1-9]\d*)[ \t]*L(?![\w.])/y;
const float =
  /(?:(?:(?:\d(?:_?\d)*)?\.\d(?:_?\d)*|\d(?:_?\d)*\.)(?:[eE][+-]?\d(?:_?\d)*)?|\d(?:_?\d)*[eE][+-]?\d(?:_?\d)*)(?![\w.])/y;
const word = /[A-Za-z_]\w*/y;
const quote = /([uUrR]?)('''|"""|'|")/y;

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['True', true],
  ['False', false],
  ['None', null],
]);

const escapes: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * Reads what Python's `ast.literal_eval` reads of strings, numbers, booleans, None, tuples, lists and dictionaries. No
 * bytes, complex numbers or sets. With `long`, integers may end with an L as they did in Python 2.
 * @throws LiteralError
 */
export function parseLiteral(text: string, { long = false } = {}): Literal {
  const parser = new Parser(text, long);
  const value = parser.value(0);
  parser.end();
  return value;
}

class Parser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly long: boolean,
  ) {}

  value(depth: number): Literal {
    if (depth > deepest) throw this.error();
    this.pass(blank);
    const character = this.text[this.at];
    if (character === '(') return this.parenthesis(depth);
    if (character === '[') return this.items(']', depth).items;
    if (character === '{') return this.dictionary(depth);
    if (character === '-' || character === '+') return this.signed();
    const start = this.at;
    const quoted = this.pass(quote);
    if (quoted) {
      this.at = start;
      return this.strings();
    }
    return this.number() ?? this.word();
  }

  end(): void {
    this.pass(blank);
    if (this.at < this.text.length) throw this.error();
  }

  /** A tuple; or a value by itself, where there is no comma. */
  private parenthesis(depth: number): Literal {
    const { items, comma } = this.items(')', depth);
    return items.length === 1 && !comma ? items[0] : { tuple: items };
  }

  private items(close: string, depth: number): { items: Literal[]; comma: boolean } {
    this.at++;
    const items: Literal[] = [];
    let comma = false;
    while (!this.take(close)) {
      if (items.length > 0 && !comma) throw this.error();
      items.push(this.value(depth + 1));
      comma = this.take(',');
    }
    return { items, comma };
  }

  private dictionary(depth: number): ReadonlyMap<Literal, Literal> {
    this.at++;
    const entries = new Map<Literal, Literal>();
    let comma = true;
    while (!this.take('}')) {
      if (!comma) throw this.error();
      const key = this.value(depth + 1);
      if (!this.take(':')) throw this.error();
      entries.set(key, this.value(depth + 1));
      comma = this.take(',');
    }
    return entries;
  }

  private signed(): bigint | number {
    const negative = this.text[this.at++] === '-';
    this.pass(blank);
    const value = this.number();
    if (value === null) throw this.error();
    return negative ? -value : value;
  }

  private number(): bigint | number | null {
    const long = this.long ? this.pass(longInteger) : null;
    const [, digits] = long ?? this.pass(integer) ?? [];
    if (digits !== undefined) {
      if (digits.length > mostDigits) throw this.error();
      const plain = digits.replaceAll('_', '');
      return BigInt(/^0+$/.test(plain) ? '0' : plain);
    }
    const written = this.pass(float)?.[0];
    return written === undefined ? null : Number(written.replaceAll('_', ''));
  }

  private word(): boolean | null {
    const start = this.at;
    const name = this.pass(word)?.[0] ?? '';
    const value = words.get(name);
    if (value === undefined) throw new LiteralError(start);
    return value;
  }

  /** Strings that follow each other are one. */
  private strings(): string {
    let joined = '';
    for (let opening = this.pass(quote); opening; opening = this.pass(quote)) {
      joined += this.characters(opening[2], /r/i.test(opening[1]));
      this.pass(blank);
    }
    return joined;
  }

  /** Up to the closing quote, and beyond it. */
  private characters(closing: string, raw: boolean): string {
    const { text } = this;
    let value = '';
    while (!text.startsWith(closing, this.at)) {
      const character = text[this.at];
      if (character === undefined || (closing.length === 1 && (character === '\n' || character === '\r'))) {
        throw this.error();
      }
      this.at++;
      value += character !== '\\' ? character : raw ? `\\${text[this.at++] ?? ''}` : this.escape();
    }
    this.at += closing.length;
    return value;
  }

  private escape(): string {
    const code = this.pass(/x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})/y);
    const point = code ? Number.parseInt(code[1] ?? code[2] ?? code[3], 16) : undefined;
    const octal = code ? undefined : this.pass(/[0-7]{1,3}/y)?.[0];
    const value = octal === undefined ? point : Number.parseInt(octal, 8);
    if (value !== undefined) {
      if (value > 0x10ffff) throw this.error();
      return String.fromCodePoint(value);
    }
    const character = this.text[this.at++];
    if (character === undefined || 'xuUN'.includes(character)) throw this.error();
    return escapes[character] ?? `\\${character}`;
  }

  private take(character: string): boolean {
    this.pass(blank);
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private pass(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match) this.at = pattern.lastIndex;
    return match;
  }

  private error(): LiteralError {
    return new LiteralError(this.at);
  }
}
