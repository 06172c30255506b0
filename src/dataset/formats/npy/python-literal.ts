/** A value of Python as a header of NumPy writes it: a tuple is told from a list. */
export type Literal =
  | string
  | number
  | boolean
  | null
  | readonly Literal[]
  | ReadonlyMap<Literal, Literal>
  | { readonly tuple: readonly Literal[] };

/** What is no such literal, and where. */
export class LiteralError extends Error {
  /** `at` counts characters from the start of the text. */
  constructor(readonly at: number) {
    super(`no literal of a header at character ${at}`);
  }
}

const deepest = 50;
const blank = /[ \t\f\r\n]*/y;
/** A sign; an integer, with an L where Python 2 wrote it; a word; the characters of a string. */
const token =
  /([()[\]{},:])|(-?(?:0|[1-9]\d*))(L?)(?![\w.])|(True|False|None)(?!\w)|u?(?:'((?:[^'\\\r\n]|\\[^\r\n])*)'|"((?:[^"\\\r\n]|\\[^\r\n])*)")/y;
const escapes = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/g;

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['True', true],
  ['False', false],
  ['None', null],
]);
const closing: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * Reads the literals that a header of a .npy file holds: strings, integers, booleans, None, tuples, lists and dictionaries,
 * as Python prints them.
 * @param long Integers may end with an L, as they did in Python 2.
 * @throws LiteralError
 */
export function parseLiteral(text: string, { long = false } = {}): Literal {
  const reader = new LiteralReader(text, long);
  const value = reader.value(0);
  reader.end();
  return value;
}

class LiteralReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly long: boolean,
  ) {}

  value(depth: number): Literal {
    this.passBlanks();
    const start = this.at;
    token.lastIndex = start;
    const found = token.exec(this.text);
    if (!found || depth > deepest) throw new LiteralError(start);
    this.at = token.lastIndex;
    const [, sign, digits, suffix, word, single, double] = found;
    if (digits !== undefined && (this.long || suffix === '')) return Number(digits);
    if (word !== undefined) return words.get(word) ?? null;
    const characters = single ?? double;
    if (characters !== undefined) return unescaped(characters, start + 1);
    const close = closing.get(sign);
    if (close === undefined) throw new LiteralError(start);
    return this.collection(close, depth);
  }

  end(): void {
    this.passBlanks();
    if (this.at < this.text.length) throw new LiteralError(this.at);
  }

  private collection(close: string, depth: number): Literal {
    const entries = new Map<Literal, Literal>();
    const items: Literal[] = [];
    let comma = true;
    while (!this.take(close)) {
      if (!comma) throw new LiteralError(this.at);
      const item = this.value(depth + 1);
      if (close === '}') {
        if (!this.take(':')) throw new LiteralError(this.at);
        entries.set(item, this.value(depth + 1));
      } else items.push(item);
      comma = this.take(',');
    }
    if (close === '}') return entries;
    if (close === ']') return items;
    // Without a comma the parentheses mean nothing.
    return items.length === 1 && !comma ? items[0] : { tuple: items };
  }

  private take(character: string): boolean {
    this.passBlanks();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private passBlanks(): void {
    blank.lastIndex = this.at;
    blank.test(this.text);
    this.at = blank.lastIndex;
  }
}

/** @param start Where they stand in the text. */
function unescaped(characters: string, start: number): string {
  return characters.replace(escapes, (all, two, four, eight, other, offset) => {
    const code = two ?? four ?? eight;
    const point = code === undefined ? undefined : Number.parseInt(code, 16);
    if ((point ?? 0) > 0x10ffff || /[xuUN]/.test(other ?? '')) throw new LiteralError(start + offset);
    if (point !== undefined) return String.fromCodePoint(point);
    return controls[other] ?? ('\\\'"'.includes(other) ? other : all);
  });
}
