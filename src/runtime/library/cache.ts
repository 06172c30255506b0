import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where bindings are kept, and what is known of them: one folder for each library. */
export function librariesFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'latent-lens', 'libraries');
}

/** A short name for anything that JSON can hold, equal for equals. */
export function digest(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20);
}

/** What tells whether a file is still the one it was. Rejects where there is none. */
export async function identityOf(path: string): Promise<readonly [path: string, bytes: number, modified: number]> {
  const { size, mtimeMs } = await stat(path);
  return [path, size, mtimeMs];
}
