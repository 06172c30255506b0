import type { ColumnCache } from '../column-cache';
import { categoryTitle, columnName } from '../column-names';
import type { Filter } from '../data/filters';
import { t } from '../l10n';
import { formatValue } from '../numbers';

/** More names than these are counted. */
const named = 3;

/** What a filter does, short enough for a chip. */
export function filterWords(filter: Filter, columns: ColumnCache): string {
  switch (filter.kind) {
    case 'query':
      return filter.text;
    case 'examples':
      return filter.without
        ? t('without {0} examples', filter.examples.count)
        : t('only {0} examples', filter.examples.count);
    case 'range': {
      const name = nameOf(filter.column, columns);
      if (filter.low === null) return `${name} ≤ ${formatValue(filter.high ?? Number.NaN)}`;
      if (filter.high === null) return `${name} ≥ ${formatValue(filter.low)}`;
      return `${formatValue(filter.low)} ≤ ${name} ≤ ${formatValue(filter.high)}`;
    }
    case 'categories': {
      const info = columns.info(filter.column);
      const names = filter.hidden.map((code) => {
        return info ? categoryTitle(info, info.categories?.[code]) : t('No value');
      });
      const column = nameOf(filter.column, columns);
      return names.length <= named
        ? t('{0} without {1}', column, names.join(', '))
        : t('{0} without {1} categories', column, names.length);
    }
  }
}

function nameOf(column: string, columns: ColumnCache): string {
  const info = columns.info(column);
  return info ? columnName(info) : column;
}
