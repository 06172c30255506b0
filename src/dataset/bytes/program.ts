import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * A module beside the program that runs, or for tests in a folder above it. It is loaded when it is needed: few files do.
 * @param instance Another number gives another instance of it.
 */
export function importProgram(name: string, instance = 0): Promise<unknown> {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const file = join(folder, name);
    if (existsSync(file)) return import(`${pathToFileURL(file).href}?${instance}`);
    if (folder === dirname(folder)) throw new Error(`There is no ${name} in ${__dirname}`);
  }
}
