import type { ColumnValues } from '../../src/protocol/data';
import { missing } from '../colouring';
import { Bits } from './bits';

/** The examples whose category passes, by its code; `missing` is that of those without a value. */
export function byCategory(
  { categories = [], values }: Pick<ColumnValues, 'categories' | 'values'>,
  passes: (code: number) => boolean,
): Bits {
  const table = Uint8Array.from(categories, (_, code) => (passes(code) ? 1 : 0));
  const withoutValue = passes(missing) ? 1 : 0;
  return Bits.listed(values, table, withoutValue);
}
