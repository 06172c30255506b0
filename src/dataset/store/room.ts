import { statfs } from 'node:fs/promises';
import { UserError } from '../../protocol/errors';
import { megabyte } from '../bytes/sizes';

/**
 * Looks whether a folder has room for a copy of data that is about to be written there.
 * @param source The data, for the message.
 * @param needed Bytes.
 * @throws UserError data.spool.room.
 */
export async function checkRoom(source: string, folder: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (needed <= free) return;
  const params = { path: source, folder, needed: Math.ceil(needed / megabyte), free: Math.floor(free / megabyte) };
  throw new UserError('data.spool.room', params);
}

/** What went wrong with a copy of data on disk, as a sentence for a person: data.spool.failed, unless it is one already. */
export function spoolFailure(error: unknown, source: string, file: string): UserError {
  if (error instanceof UserError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError('data.spool.failed', { path: source, file, reason }, { cause: error });
}
