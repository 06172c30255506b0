import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** The project's folder, wherever this module was bundled to. */
export const projectRoot = findUp(__dirname, 'esbuild.mjs');

/** Where failed tests leave pictures and logs. */
export const resultsFolder = join(projectRoot, 'dist', 'test-results');

/** What is fetched once and shared by every checkout of the project. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'latent-lens');
}

function findUp(start: string, file: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, file))) return folder;
    if (folder === dirname(folder)) throw new Error(`No ${file} above ${start}`);
  }
}
