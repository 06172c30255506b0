import { t } from '../../l10n';

/** What is wrong with a query, and where. */
export class QueryError extends Error {
  constructor(
    readonly sentence: string,
    /** In the query's text, in UTF-16 units. */
    readonly offset: number,
    readonly length: number,
  ) {
    super(sentence);
  }

  static at({ offset, length }: Token, sentence: string): QueryError {
    return new QueryError(sentence, offset, length);
  }
}

export interface Token {
  /** A `word` is a name, a value or a keyword; one in quotes is never a keyword. */
  readonly kind: 'word' | 'quoted' | 'symbol' | 'end';
  /** Without quotes; symbols in ASCII. */
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}

/** Also those of an input method for Chinese. */
const symbols: Readonly<Record<string, string>> = {
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<=': '<=',
  '>=': '>=',
  '=': '=',
  '<': '<',
  '>': '>',
  '~': '~',
  '(': '(',
  ')': ')',
  ',': ',',
  '≠': '!=',
  '≤': '<=',
  '≥': '>=',
  '（': '(',
  '）': ')',
  '，': ',',
  '＝': '=',
  '＜': '<',
  '＞': '>',
};
const closing: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '‘': '’' };
const word = /[^\s"'“”‘’()（），,=<>~≠≤≥＝＜＞!]+/y;

/** @param lenient A quote that is not closed ends with the text, and what begins nothing is left out: for completion. */
export function tokenise(text: string, lenient = false): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at])) {
      at++;
      continue;
    }
    const token = tokenAt(text, at, lenient);
    if (token) tokens.push(token);
    at += token?.length ?? 1;
  }
  tokens.push({ kind: 'end', text: '', offset: text.length, length: 0 });
  return tokens;
}

function tokenAt(text: string, at: number, lenient: boolean): Token | null {
  if (closing[text[at]]) return quoted(text, at, lenient);
  for (const size of [2, 1]) {
    const symbol = symbols[text.slice(at, at + size)];
    if (symbol !== undefined && at + size <= text.length)
      return { kind: 'symbol', text: symbol, offset: at, length: size };
  }
  word.lastIndex = at;
  const found = word.exec(text)?.[0];
  if (found !== undefined) return { kind: 'word', text: found, offset: at, length: found.length };
  if (lenient) return null;
  throw new QueryError(t('{0} means nothing here.', text[at]), at, 1);
}

/** A backslash keeps the sign after it. */
function quoted(text: string, offset: number, lenient: boolean): Token {
  const close = closing[text[offset]];
  let value = '';
  for (let at = offset + 1; at < text.length; at++) {
    if (text[at] === close) return { kind: 'quoted', text: value, offset, length: at + 1 - offset };
    if (text[at] === '\\' && at + 1 < text.length) at++;
    value += text[at];
  }
  if (!lenient) throw new QueryError(t('This quote is not closed.'), offset, text.length - offset);
  return { kind: 'quoted', text: value, offset, length: text.length - offset };
}

/** As a name or value is written so that it is read as one. */
export function quote(text: string): string {
  word.lastIndex = 0;
  const plain = word.exec(text)?.[0] === text && !keywords.has(text.toLowerCase());
  return plain ? text : `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

export const keywords: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'is', 'missing']);

export function isKeyword(token: Token, keyword: string): boolean {
  return token.kind === 'word' && token.text.toLowerCase() === keyword;
}
