import { UserError } from '../../protocol/errors';

/** What went wrong with a copy of data on disk, as a sentence for a person: data.spool.failed, unless it is one already. */
export function spoolFailure(error: unknown, source: string, file: string): UserError {
  if (error instanceof UserError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError('data.spool.failed', { path: source, file, reason }, { cause: error });
}
