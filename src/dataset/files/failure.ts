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
