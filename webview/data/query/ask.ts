import type { ColumnInfo } from '../../../src/protocol/data';
import type { Bits } from '../bits';
import type { CurrentColumns } from '../current-columns';
import { columnsOfQuery } from './columns';
import { evaluateQuery } from './evaluate';
import { parseQuery } from './parser';

/** The examples that a query holds for. Rejects with a `QueryError` where it is none. */
export async function askQuery(
  text: string,
  examples: number,
  columns: readonly ColumnInfo[],
  current: CurrentColumns,
): Promise<Bits> {
  const query = parseQuery(text);
  const values = await current.get(columnsOfQuery(query, columns));
  return evaluateQuery(query, { examples, columns, values });
}
