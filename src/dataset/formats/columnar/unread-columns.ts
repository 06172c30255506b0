import { type Sentence, UserError } from '../../../protocol/errors';
import type { ColumnarFile } from './column-block';

const mostNamed = 5;

/** Says which columns were left out because they hold nothing that is read. */
export function unreadWarning({ path, unread }: ColumnarFile): Sentence[] {
  if (unread.length === 0) return [];
  const named = unread.slice(0, mostNamed).map(({ name }) => name);
  const columns = `${named.join(', ')}${unread.length > named.length ? ', …' : ''}`;
  return [{ code: 'data.columnar.leftOut', params: { path, count: unread.length, columns } }];
}

/** @throws UserError where the column is there, but is none that is read. */
export function checkRead({ unread }: ColumnarFile, name: string | undefined): void {
  const found = unread.find((column) => column.name === name);
  if (found) throw found.refusal;
}

/** @throws UserError where a file has no column that is read. */
export function checkColumns({ path, columns, unread: [first] }: ColumnarFile): void {
  if (columns.length > 0) return;
  throw first?.refusal ?? new UserError('data.columnar.noColumns', { path });
}
