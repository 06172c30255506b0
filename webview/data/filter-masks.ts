import type { ColumnInfo, ColumnValues } from '../../src/protocol/data';
import { Bits } from './bits';
import { byCategory } from './by-category';
import type { Filter } from './filters';
import { columnsOfQuery } from './query/columns';
import { evaluateQuery } from './query/evaluate';
import { parseQuery } from './query/parser';
import { QueryError } from './query/tokens';

export interface Shown {
  /** Those that pass all filters; null: all. */
  readonly examples: Bits | null;
  /** What each filter lets through by itself. */
  readonly masks: ReadonlyMap<Filter, Bits>;
  /** Filters that can't be understood, which let all through, with the sentence for each. */
  readonly failures: ReadonlyMap<Filter, string>;
  /** What is shown is still that of before: a column that is filtered by is being computed. */
  readonly computing: boolean;
}

export const allShown: Shown = { examples: null, masks: new Map(), failures: new Map(), computing: false };

interface Kept {
  readonly columns: readonly (ColumnValues | undefined)[];
  readonly mask: Bits | string;
}

/** What each filter lets through, computed once for as long as the filter and its columns are the same. */
export class FilterMasks {
  private readonly kept = new WeakMap<Filter, Kept>();

  constructor(
    private readonly examples: number,
    private readonly columns: readonly ColumnInfo[],
  ) {}

  /** The columns that must be there to apply the filters. */
  columnsOf(filters: readonly Filter[]): ReadonlySet<string> {
    return new Set(filters.flatMap((filter) => this.needs(filter)));
  }

  /** @param values Of all columns in `columnsOf`. */
  shown(filters: readonly Filter[], values: ReadonlyMap<string, ColumnValues>): Shown {
    const masks = new Map<Filter, Bits>();
    const failures = new Map<Filter, string>();
    for (const filter of filters) {
      const mask = this.maskOf(filter, values);
      if (typeof mask === 'string') failures.set(filter, mask);
      else masks.set(filter, mask);
    }
    return { examples: Bits.common(masks.values()), masks, failures, computing: false };
  }

  private maskOf(filter: Filter, values: ReadonlyMap<string, ColumnValues>): Bits | string {
    const columns = this.needs(filter).map((name) => values.get(name));
    const known = this.kept.get(filter);
    if (known?.columns.every((column, at) => column === columns[at])) return known.mask;
    const mask = this.compute(filter, values);
    this.kept.set(filter, { columns, mask });
    return mask;
  }

  private needs(filter: Filter): readonly string[] {
    if (filter.kind === 'examples') return [];
    if (filter.kind !== 'query') return [filter.column];
    try {
      return [...columnsOfQuery(parseQuery(filter.text), this.columns)];
    } catch (error) {
      if (error instanceof QueryError) return [];
      throw error;
    }
  }

  private compute(filter: Filter, values: ReadonlyMap<string, ColumnValues>): Bits | string {
    const { examples, columns } = this;
    switch (filter.kind) {
      case 'examples':
        return filter.without ? filter.examples.not() : filter.examples;
      case 'categories': {
        const column = values.get(filter.column);
        const hidden = new Set(filter.hidden);
        return column ? byCategory(column, (code) => !hidden.has(code)) : Bits.all(examples);
      }
      case 'range': {
        const cells = values.get(filter.column)?.values;
        const { low, high } = filter;
        // As the values are stored: 0.1 shall pass up to 0.1.
        const [from, to] = [
          Math.fround(low ?? Number.NEGATIVE_INFINITY),
          Math.fround(high ?? Number.POSITIVE_INFINITY),
        ];
        return cells ? Bits.between(cells, from, to) : Bits.all(examples);
      }
      case 'query':
        try {
          const query = parseQuery(filter.text);
          columnsOfQuery(query, columns);
          return evaluateQuery(query, { examples, columns, values });
        } catch (error) {
          if (error instanceof QueryError) return error.sentence;
          throw error;
        }
    }
  }
}
