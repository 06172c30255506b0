import { UserError } from '../../protocol/errors';

/** What the file system says about a path, as a sentence for a person. Other errors pass through. */
export function fileFailure(error: unknown, path: string): unknown {
  if (error instanceof UserError || !(error instanceof Error) || !('code' in error)) return error;
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new UserError('data.missing', { path }, { cause: error });
    case 'EACCES':
    case 'EPERM':
      return new UserError('data.forbidden', { path }, { cause: error });
    default:
      return new UserError('data.unreadable', { path, reason: error.message }, { cause: error });
  }
}

/** Does the file system say that there is nothing of that name? */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** Why a file could not be written, as a sentence for a person. What else went wrong on the way passes through. */
export function writeFailure(error: unknown, path: string): unknown {
  if (error instanceof UserError || !(error instanceof Error) || !('code' in error)) return error;
  return new UserError('data.unwritable', { path, reason: error.message }, { cause: error });
}

/** A sentence of ours about a file, and not that the work was called off. */
export function isRefusal(error: unknown): error is UserError {
  return error instanceof UserError && error.code !== 'process.cancelled';
}

/** What is read; null for what cannot be. @throws UserError process.cancelled. */
export function ifReadable<T>(reading: Promise<T>): Promise<T | null> {
  return reading.catch((error: unknown) => {
    if (isRefusal(error)) return null;
    throw error;
  });
}
