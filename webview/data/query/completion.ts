import type { ColumnInfo } from '../../../src/protocol/data';
import { categoryTitle, columnName } from '../../column-names';
import { findColumn } from './columns';
import { isKeyword, quote, type Token, tokenise } from './tokens';

export interface Completion {
  /** What goes into the query. */
  readonly text: string;
  readonly kind: 'column' | 'operator' | 'value' | 'keyword';
}

export interface Completions {
  /** What is completed, in UTF-16 units of the text. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

/** No list is longer. */
const most = 50;

/** What may follow where the caret stands: those that begin with what is written first, then those that contain it. */
export function completeQuery(
  text: string,
  caret: number,
  columns: readonly ColumnInfo[],
  categoriesOf: (column: ColumnInfo) => readonly string[] | undefined = (column) => column.categories,
): Completions {
  const tokens = tokenise(text.slice(0, caret), true).filter((token) => token.kind !== 'end');
  const last = tokens.at(-1);
  const partial = last && last.kind !== 'symbol' && last.offset + last.length === caret ? last : undefined;
  const before = partial ? tokens.slice(0, -1) : tokens;
  const state = stateAfter(before, columns);
  const written = partial?.text.toLowerCase() ?? '';
  const items = possible(state, columns, categoriesOf).map((item) => ({ item, bare: bare(item).toLowerCase() }));
  const begins = items.filter(({ bare: name }) => name.startsWith(written));
  const contains = items.filter(({ bare: name }) => !name.startsWith(written) && name.includes(written));
  return {
    from: partial?.offset ?? caret,
    to: caret,
    items: [...begins, ...contains].slice(0, most).map(({ item }) => item),
  };
}

function bare({ text }: Completion): string {
  return text.startsWith('"') ? text.slice(1, -1) : text;
}

interface State {
  readonly expects: 'term' | 'operator' | 'list' | 'value' | 'listed' | 'missing' | 'connective';
  readonly column?: ColumnInfo;
}

function stateAfter(tokens: readonly Token[], columns: readonly ColumnInfo[]): State {
  let state: State = { expects: 'term' };
  for (const token of tokens) state = step(state, token, columns);
  return state;
}

function step(state: State, token: Token, columns: readonly ColumnInfo[]): State {
  const { expects, column } = state;
  const symbol = token.kind === 'symbol' ? token.text : '';
  switch (expects) {
    case 'term':
      return symbol || isKeyword(token, 'not')
        ? state
        : { expects: 'operator', column: findColumn(token.text, columns) };
    case 'operator':
      if (isKeyword(token, 'in')) return { expects: 'list', column };
      if (isKeyword(token, 'is')) return { expects: 'missing', column };
      if (isKeyword(token, 'and') || isKeyword(token, 'or')) return { expects: 'term' };
      if (symbol === ')') return { expects: 'connective' };
      return symbol ? { expects: 'value', column } : state;
    case 'list':
      return { expects: 'value', column };
    case 'value':
      return { expects: 'connective', column };
    case 'missing':
      return isKeyword(token, 'not') ? state : { expects: 'connective' };
    default:
      if (symbol === ',') return { expects: 'value', column };
      return isKeyword(token, 'and') || isKeyword(token, 'or') ? { expects: 'term' } : { expects: 'connective' };
  }
}

/** As people see it, where that means no other column. */
function nameInQuery(info: ColumnInfo, columns: readonly ColumnInfo[]): string {
  const shown = columnName(info);
  return findColumn(shown, columns) === info ? shown : info.name;
}

function possible(
  { expects, column }: State,
  columns: readonly ColumnInfo[],
  categoriesOf: (column: ColumnInfo) => readonly string[] | undefined,
): readonly Completion[] {
  switch (expects) {
    case 'term':
      return columns.map((info) => ({ text: quote(nameInQuery(info, columns)), kind: 'column' }));
    case 'operator':
      return operatorsOf(column).map((text) => ({ text, kind: 'operator' }));
    case 'list':
      return [{ text: '(', kind: 'operator' }];
    case 'value':
      return (column ? (categoriesOf(column) ?? []) : []).map((name) => ({
        text: quote(column ? categoryTitle(column, name) : name),
        kind: 'value',
      }));
    case 'missing':
      return ['missing', 'not missing'].map((text) => ({ text, kind: 'keyword' }));
    default:
      return ['and', 'or'].map((text) => ({ text, kind: 'keyword' }));
  }
}

function operatorsOf(column: ColumnInfo | undefined): readonly string[] {
  if (!column) return ['and', 'or'];
  return column.type === 'category'
    ? ['=', '!=', '~', 'in', 'is missing']
    : ['>', '<', '>=', '<=', '=', '!=', 'is missing'];
}
