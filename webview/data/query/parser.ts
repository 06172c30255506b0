import { t } from '../../l10n';
import { isKeyword, keywords, QueryError, type Token, tokenise } from './tokens';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~';

export type Query =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | { readonly kind: 'compare'; readonly column: Token; readonly operator: Operator; readonly value: Token }
  | { readonly kind: 'in'; readonly column: Token; readonly values: readonly Token[] }
  | { readonly kind: 'missing'; readonly column: Token }
  /** Looked for in every column. */
  | { readonly kind: 'text'; readonly text: Token };

const operators: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=', '~']);
/** Nobody writes more, and each costs a frame of the stack. */
const deepest = 100;
export const longestQuery = 10_000;

/**
 * query = and { 'or' and }; and = unary { 'and' unary }; unary = 'not' unary | '(' query ')' | term;
 * term = name operator value | name ['not'] 'in' '(' value { ',' value } ')' | name 'is' ['not'] 'missing' | text.
 * Throws a `QueryError` where the text is none.
 */
export function parseQuery(text: string): Query {
  if (text.length > longestQuery) {
    throw new QueryError(t('The query is too long: {0} characters at most.', longestQuery), 0, text.length);
  }
  return new Parser(tokenise(text)).query();
}

class Parser {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  query(): Query {
    const query = this.either(0);
    const rest = this.next();
    if (rest.kind === 'end') return query;
    throw QueryError.at(
      rest,
      rest.text === ')' ? t('No parenthesis was opened for this one.') : t('Expected “and” or “or” here.'),
    );
  }

  private either(depth: number): Query {
    return this.chain('or', () => this.chain('and', () => this.unary(depth)));
  }

  private chain(kind: 'and' | 'or', part: () => Query): Query {
    const parts = [part()];
    while (isKeyword(this.peek(), kind)) {
      this.next();
      parts.push(part());
    }
    return parts.length === 1 ? parts[0] : { kind, parts };
  }

  private unary(depth: number): Query {
    const token = this.next();
    if (depth > deepest) throw QueryError.at(token, t('The parentheses are nested too deep.'));
    if (isKeyword(token, 'not')) return { kind: 'not', part: this.unary(depth + 1) };
    if (token.kind === 'symbol' && token.text === '(') {
      const inner = this.either(depth + 1);
      this.close(token);
      return inner;
    }
    if (token.kind === 'quoted' || (token.kind === 'word' && !keywords.has(token.text.toLowerCase()))) {
      return this.term(token);
    }
    throw QueryError.at(token, t('Expected the name of a column, or a text in quotes.'));
  }

  private term(name: Token): Query {
    const token = this.peek();
    if (token.kind === 'symbol' && operators.has(token.text)) {
      this.next();
      return { kind: 'compare', column: name, operator: token.text as Operator, value: this.value() };
    }
    if (isKeyword(token, 'is')) return this.missing(name);
    if (isKeyword(token, 'in')) return this.among(name);
    if (isKeyword(token, 'not') && isKeyword(this.tokens[this.at + 1], 'in')) {
      this.next();
      return { kind: 'not', part: this.among(name) };
    }
    return { kind: 'text', text: name };
  }

  private missing(column: Token): Query {
    this.next();
    const negated = isKeyword(this.peek(), 'not');
    if (negated) this.next();
    const token = this.next();
    if (!isKeyword(token, 'missing')) throw QueryError.at(token, t('Expected “missing” here.'));
    return negated ? { kind: 'not', part: { kind: 'missing', column } } : { kind: 'missing', column };
  }

  private among(column: Token): Query {
    this.next();
    const open = this.next();
    if (open.text !== '(' || open.kind !== 'symbol') throw QueryError.at(open, t('Expected “(” and a list of values.'));
    const values = [this.value()];
    while (this.peek().kind === 'symbol' && this.peek().text === ',') {
      this.next();
      values.push(this.value());
    }
    this.close(open);
    return { kind: 'in', column, values };
  }

  private value(): Token {
    const token = this.next();
    if (token.kind === 'word' || token.kind === 'quoted') return token;
    throw QueryError.at(token, t('Expected a value here.'));
  }

  private close(open: Token): void {
    const token = this.next();
    if (token.kind === 'symbol' && token.text === ')') return;
    if (token.kind === 'end') throw QueryError.at(open, t('This parenthesis is not closed.'));
    throw QueryError.at(token, t('Expected “)” here.'));
  }

  private peek(): Token {
    return this.tokens[this.at];
  }

  private next(): Token {
    const token = this.tokens[this.at];
    if (this.at < this.tokens.length - 1) this.at++;
    return token;
  }
}
