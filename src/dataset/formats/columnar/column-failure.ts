import { UserError } from '../../../protocol/errors';
import type { UnreadColumn } from './column-block';
import { ColumnFault, Damage } from './damage';

/** What is wrong with a column, as a sentence for a person. Other errors pass through. */
export function columnFailure(
  error: unknown,
  place: { readonly path: string; readonly column: string; readonly byte: number },
): unknown {
  if (error instanceof Damage) return new UserError('data.columnar.damaged', place, { cause: error });
  if (!(error instanceof ColumnFault)) return error;
  const { path, column } = place;
  return new UserError(error.code, { path, column, ...error.params }, { cause: error });
}

/** A column whose type is not read, to be left out. @throws UserError where it is damaged instead. */
export function unreadColumn(error: unknown, place: Parameters<typeof columnFailure>[1]): UnreadColumn {
  const failure = columnFailure(error, place);
  if (!(error instanceof ColumnFault && failure instanceof UserError)) throw failure;
  return { name: place.column, refusal: failure };
}
