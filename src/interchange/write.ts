import { randomUUID } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from '../dataset/bytes/atomic-file';
import { writeFailure } from '../dataset/bytes/failure';
import { UserError } from '../protocol/errors';
import type { ModelFiles } from './files';

/** @throws UserError export.exists */
export async function checkFree(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw new UserError('export.exists', { path });
}

/** Writes files to a new folder: all of them, or none. @throws UserError export.exists, data.unwritable */
export async function writeFolder(path: string, files: ModelFiles): Promise<void> {
  await checkFree(path);
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await mkdir(temporary);
    for (const [name, content] of files) {
      await mkdir(dirname(join(temporary, name)), { recursive: true });
      await writeFileAtomic(join(temporary, name), content);
    }
    await checkFree(path);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw writeFailure(error, path);
  }
}
