import type { ColumnInfo, ColumnValues } from '../../../src/protocol/data';
import { missing } from '../../colouring';
import { categoryTitle, columnName } from '../../column-names';
import { t } from '../../l10n';
import { Bits } from '../bits';
import { byCategory } from '../by-category';
import { columnAt, textColumns } from './columns';
import type { Operator, Query } from './parser';
import { QueryError, type Token } from './tokens';

/** What a query is asked of. `values` has every column that it needs. */
export interface Table {
  readonly examples: number;
  readonly columns: readonly ColumnInfo[];
  readonly values: ReadonlyMap<string, ColumnValues>;
}

/**
 * The examples that a query holds for. Without a value no comparison holds, also not `!=`; `not` inverts what is in it.
 * Throws a `QueryError` where the columns don't have what it asks for.
 */
export function evaluateQuery(query: Query, table: Table): Bits {
  switch (query.kind) {
    case 'and':
      return query.parts.map((part) => evaluateQuery(part, table)).reduce((all, part) => all.and(part));
    case 'or':
      return query.parts.map((part) => evaluateQuery(part, table)).reduce((any, part) => any.or(part));
    case 'not':
      return evaluateQuery(query.part, table).not();
    case 'text':
      return containing(query.text.text, table);
    case 'missing': {
      const column = columnIn(table, query.column);
      return column.categories
        ? byCode(column, () => true).not()
        : Bits.where(table.examples, (index) => Number.isNaN(column.values[index]));
    }
    case 'in':
      return query.values
        .map((value) => compare(columnIn(table, query.column), '=', value))
        .reduce((any, part) => any.or(part));
    case 'compare':
      return compare(columnIn(table, query.column), query.operator, query.value);
  }
}

function columnIn({ columns, values }: Table, token: Token): ColumnValues {
  const info = columnAt(token, columns);
  const column = values.get(info.name);
  if (!column) throw new Error(`The column ${info.name} is not loaded.`);
  return column;
}

function compare(column: ColumnValues, operator: Operator, value: Token): Bits {
  return column.categories ? compareWords(column, operator, value) : compareNumbers(column, operator, value);
}

function compareNumbers(column: ColumnValues, operator: Operator, token: Token): Bits {
  const { values } = column;
  if (operator === '~') {
    throw QueryError.at(token, t('“~” looks into words, and “{0}” has numbers. Use = < or >.', columnName(column)));
  }
  const number = numberOf(token.text);
  if (number === null) throw QueryError.at(token, t('“{0}” has numbers, and this is none.', columnName(column)));
  // The values are stored so, and 0.1 shall equal 0.1.
  const bound = Math.fround(number);
  const test = numberTest(operator, bound);
  return Bits.where(values.length, (index) => test(values[index]));
}

function numberTest(operator: Operator, bound: number): (value: number) => boolean {
  switch (operator) {
    case '<':
      return (value) => value < bound;
    case '<=':
      return (value) => value <= bound;
    case '>':
      return (value) => value > bound;
    case '>=':
      return (value) => value >= bound;
    case '!=':
      return (value) => value < bound || value > bound;
    default:
      return (value) => value === bound;
  }
}

function compareWords(column: ColumnValues, operator: Operator, token: Token): Bits {
  const names = (column.categories ?? []).map((name) => name);
  const titles = names.map((name) => categoryTitle(column, name));
  if (operator === '~') {
    const part = token.text.toLowerCase();
    return byCode(column, (code) => titles[code].toLowerCase().includes(part));
  }
  if (operator === '=' || operator === '!=') {
    const wanted = codesNamed(token.text, names, titles);
    if (wanted.size === 0) throw QueryError.at(token, t('“{0}” has no value “{1}”.', columnName(column), token.text));
    return byCode(column, (code) => wanted.has(code) === (operator === '='));
  }
  const bound = numberOf(token.text);
  const numbers = names.map(numberOf);
  if (bound === null || numbers.every((number) => number === null)) {
    throw QueryError.at(token, t('“{0}” has words, which have no order here. Use = or ~.', columnName(column)));
  }
  const test = numberTest(operator, bound);
  return byCode(column, (code) => {
    const number = numbers[code];
    return number !== null && test(number);
  });
}

/** Those with exactly this name, else in any case, else of the same number. */
function codesNamed(text: string, names: readonly string[], titles: readonly string[]): ReadonlySet<number> {
  const folded = text.toLowerCase();
  const number = numberOf(text);
  const matches = [
    (code: number) => names[code] === text,
    (code: number) => names[code].toLowerCase() === folded || titles[code].toLowerCase() === folded,
    (code: number) => number !== null && numberOf(names[code]) === number,
  ];
  const codes = [...names.keys()];
  const match = matches.find((holds) => codes.some(holds));
  return new Set(match ? codes.filter(match) : []);
}

/** The examples whose category's code passes; those without one never do. */
function byCode(column: ColumnValues, passes: (code: number) => boolean): Bits {
  return byCategory(column, (code) => code !== missing && passes(code));
}

function containing(text: string, { columns, examples, values }: Table): Bits {
  const part = text.toLowerCase();
  let found = Bits.none(examples);
  for (const info of textColumns(columns)) {
    const column = values.get(info.name);
    if (column?.categories)
      found = found.or(byCode(column, (code) => column.categories![code].toLowerCase().includes(part)));
  }
  return found;
}

/** Null for what is no finite number. */
function numberOf(text: string): number | null {
  const trimmed = text.trim().replace('−', '-');
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}
