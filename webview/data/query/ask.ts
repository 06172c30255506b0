import type { ColumnInfo } from '../../../src/protocol/data';
import type { Bits } from '../bits';
import type { CurrentColumns } from '../current-columns';
import { columnsOfQuery } from './columns';
import { evaluateQuery } from './evaluate';
import { parseQuery } from './parser';

/** The examples that a query holds for. Rejects with a `QueryError` where it is none, and as its columns do. */
export async function askQuery(
  text: string,
  examples: number,
  columns: readonly ColumnInfo[],
  current: CurrentColumns,
  signal?: AbortSignal,
): Promise<Bits> {
  const query = parseQuery(text);
  const values = await current.get(columnsOfQuery(query, columns), signal);
  return evaluateQuery(query, { examples, columns, values });
}
