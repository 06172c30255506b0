import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The trainer's bundle: the program itself, or in the folder of the program, or for tests in one above it. */
export function trainerProgram(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const program = join(folder, 'trainer.js');
    if (existsSync(program)) return program;
    if (folder === dirname(folder)) throw new Error(`There is no trainer.js in ${__dirname}`);
  }
}
