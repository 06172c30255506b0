import type { ColumnInfo } from '../../../src/protocol/data';
import { columnName } from '../../column-names';
import { t } from '../../l10n';
import type { Query } from './parser';
import { QueryError, type Token } from './tokens';

/**
 * The column that a name stands for: as it is stored or as it is shown, letter by letter or else in any case; `label` is
 * the label's, where no column has that name.
 */
export function findColumn(name: string, columns: readonly ColumnInfo[]): ColumnInfo | undefined {
  const folded = name.toLowerCase();
  return (
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.name.toLowerCase() === folded) ??
    columns.find((column) => columnName(column).toLowerCase() === folded) ??
    (folded === 'label' ? columns.find((column) => column.role === 'label') : undefined)
  );
}

export function columnAt(token: Token, columns: readonly ColumnInfo[]): ColumnInfo {
  const column = findColumn(token.text, columns);
  if (column) return column;
  throw QueryError.at(token, t('There is no column “{0}”.', token.text));
}

/** Those that a text is looked for in: all that have words. */
export function textColumns(columns: readonly ColumnInfo[]): readonly ColumnInfo[] {
  return columns.filter((column) => column.type === 'category' && column.role !== 'split');
}

/** The names of all columns that a query needs. Throws a `QueryError` where one is not there. */
export function columnsOfQuery(query: Query, columns: readonly ColumnInfo[]): ReadonlySet<string> {
  switch (query.kind) {
    case 'and':
    case 'or':
      return new Set(query.parts.flatMap((part) => [...columnsOfQuery(part, columns)]));
    case 'not':
      return columnsOfQuery(query.part, columns);
    case 'text': {
      const { text } = query;
      // A column's name alone is a query that is not finished.
      if (text.kind === 'word' && findColumn(text.text, columns)) {
        throw QueryError.at(text, t('Expected =, <, >, ~, “in” or “is missing” after this.'));
      }
      return new Set(textColumns(columns).map((column) => column.name));
    }
    default:
      return new Set([columnAt(query.column, columns).name]);
  }
}
